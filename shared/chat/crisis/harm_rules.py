"""Rules for self-harm, for means at hand and for questions about methods.

The notation is explained in `rules.py`.
"""

RULES = """
[self-harm] unless negated third thing title work accident past long_past past_after theirs safe game
    CUT ~2 BODY, HURT|CUT ~1 SELF, BANG ~3 WALL, SHOOT ~1 BODY ~2 HARMTOOL, CHOP ~1 VEIN, BODY ~3 CUT,
    BANG ~1 KNEES, HURT|SHOOT ~1 BODY|KNEES OWN|ME, SHOOT|SCRATCH ~1 BODY MY, SCRATCH ~1 I BODY, CUT ~4 I BODY,
    HURT ~3 WALL, INJURE ~1 BODY, MAKE ~1 WOUND ~2 BODY, KNEES ~1 HURT, URGE ~1 CUT, MAKE SELF BLEED,
    SHOOT ~2 BODY ~2 HARMTOOL, WOUND ~3 MAKE OWN, WOUND ~4 I MAKE, CUTSELF ~4 BETTER|EASE|HAPPY, I ~2 CUT AGAIN,
    RELAPSE ~4 BLADE|SELFHARM|CUT, NOT ~1 ENDLIFE ~1 CUTSELF, WOUND ~2 BODY ~3 OWN, CUTS ~3 BODY, BODY ~4 CUTS
[self-harm] unless negated third title work past long_past past_after accident safe thing_after
    SELFHARM, WANT ~2 CUTSELF, CUTSELF ~1 AGAIN, CUTVERB
[self-harm] unless negated third thing title work
    WANT|NEED ~2 SEE ~1 BLOOD
[self-harm] unless negated third thing title work past long_past accident safe thing_after; ends
    I ~2 CUTSELF
[self-harm] unless negated third title work past long_past accident; ends
    WANT ~1 CUT
[means] unless negated third thing title_before game past long_past
    WANT|BETTER|THINK ~2 @JUMP_FROM
[means] unless negated third thing title work game past long_past past_after
    JUMP ~1 PLACE HIGH|RAIL, HIGH ~3 WANT ~2 JUMP
[means] unless negated third thing title work past long_past complement
    WANT|BETTER|THINK|I ~3 OVERDOSE, PILL ~3 OVERDOSE
[means] unless negated third thing title work past long_past game safe
    DRINK ~2 POISON, POISON ~2 DRINK, DRINK ~3 MANY ~3 PILL, DRINK ~3 PILL ~2 MANY, DRINK ~2 NUMBER ~1 PILL,
    DRINK ~3 PILL ~2 UNIT, DRINK ~3 UNIT ~2 PILL, PILL ~5 DRINK ~1 ALL, GAS ~4 ROOM, COLLECT ~2 PILL,
    PILL ~3 COLLECT
[means] unless negated third thing title game; ends
    WANT ~1 JUMP, JUMP&ONLY
[means] unless negated third thing safe title work accident
    READY|INSTALL ~2 ROPE, ROPE ~3 READY|INSTALL|HANG, READY ~1 PILL READY, READY ~1 PILL NYA, HOLD ~1 BLADE,
    BLADE ~3 BODY|HAND, PILL ~3 HAND, PILL ~2 INFRONT, BLADE ~1 LOADED, LOADED BLADE, BLADE ~3 READY,
    READY ~2 POISON
[means] unless negated third thing title work past long_past
    EDGE ~1 RAIL|HIGH, LIE ~2 TRACKS, STAND ~2 EDGE
[means] unless negated third thing title work past long_past
    I ~3 RAILS
[means] unless negated third thing title work past long_past; ends
    I ~2 ROOF
[means] unless negated third game
    WANT ~1 CRASH ~2 THING|RAIL, CRASH&ONLY ~2 RAIL|WALL, I CRASH ~2 RAIL|WALL, WANT|BETTER ~2 DROWN,
    WANT ~2 DRIVE ~2 HIGH|TREE
[methods] unless third thing thing_after title work past_after complement
    HOW ~2 DIE, HOW ~2 OVERDOSE, HOW ~2 KILL|HANG SELF3, HOW ~2 @SELF_KILL, HOW ~2 @END_LIFE
[methods] unless third thing title work game figure negated
    DOSE|HOWMANY ~4 DIE|LETHAL, HOWMANY ~1 YOU ~4 DIE, HOWMANY ~1 PILL ~4 KILL, DOSE&LETHAL, PILL ~4 LETHAL|DIE,
    PILL ~2 KILL ME, PAINLESS ~2 DIE, DIE ~1 PAINLESS, DIE ~1 PAINFUL, DRINK ~3 DIE, POISON ~2 PAINLESS,
    HOW ~2 ROPE, OVERDOSE|DROWN ~1 PAINFUL, PILL|DRINK ~6 NOT ~1 WAKE, KILL SELF3 ~2 HOW|PAINLESS,
    HOWMANY ~2 PILL ~2 KILL
[methods] unless third thing title work negated
    @SELF_KILL ~2 PAINFUL
[methods] unless thing title work game negated
    POISON ~2 DIE, KILL SELF ~2 EASE, SUICIDE ~2 EASE
[self-harm] unless negated third thing title work accident past long_past past_after theirs safe game
    CUT ~4 BODY, HURT ~3 SELF, SELF ~3 HURT, BODY ~5 CUT, WOUND ~5 BODY, BODY ~4 WOUND, BODY ~4 BLEED,
    WOUND ~1 CUTSELF, LIKE|EASE ~2 SEE ~2 BLOOD, SEE ~2 BLOOD ~3 EASE, WANT ~1 BLEED, I ~2 POUND ~1 KNEES
[self-harm] unless third title work past long_past
    RESIST ~3 NOT ~2 CUTVERB|SELFHARM, RESIST ~3 NOT ~2 HURT ~1 SELF, RESIST ~2 PAINLESS SELF,
    NOT ~1 RESIST ~2 CUTSELF|SELFHARM
[means] unless negated third thing title work game past long_past past_after
    JUMP ~5 HIGH|RAIL, HIGH|RAIL ~6 JUMP, I ~1 ALMOST ~1 JUMP, STEP ~4 JUMP|GONE|FALL, I ~3 LEDGE, LIE ~3 TRACKS
[means] unless negated third thing title work past long_past game safe accident
    DRINK ~5 POISON, WANT|READY|HOLD|I ~5 POISON, POISON ~5 DRINK|HAND|INFRONT|READY, MIX ~4 POISON, MIX ~2 PILL,
    POUR ~3 BODY, POISON ~4 POUR, MANY ~4 PILL, PILL ~5 MANY, DRINK ~4 PILL ~5 UNIT|MANY|NUMBER,
    NUMBER|UNIT ~2 PILL ~4 DRINK
[means] unless negated third thing title work past long_past game safe accident
    BLADE ~5 BODY|I|NECK, I ~5 BLADE, ROPE ~4 NECK|HANG|ROOM|READY, I ~4 ROPE, HANG ~4 ROPE|NECK,
    NOOSE ~3 ROPE|HANG, NOOSE
[means] unless negated third game title
    WANT ~3 RAM ~3 WALL|THING|RAIL|TREE, WANT ~6 SINK
[methods] unless negated third thing
    SEARCHED ~2 HOW ~2 DIE, SEARCHED ~2 HOW ~2 @SELF_KILL
[means] unless negated third thing title work past long_past past_after game accident
    PLASTIC ~4 KNEES, KNEES ~4 PLASTIC, TIEUP ~4 NECK, CLIMB ~2 RAILING ~2 HIGH, CLIMB ~2 HIGH ~3 JUMP,
    I ~3 ATTHETOP, WRONGSIDE, HIGH ~2 WANT ~1 JUMP, OUTSIDE ~2 HIGH, INSULIN ~2 MANY, MANY ~2 INSULIN,
    WANT ~3 EXHAUST, WALK ~4 TRACKS, WALK|STEP ~4 INFRONT ~1 RAIL, RAIL ~3 RAM ME, DRIVE ~4 RAM, HITTING SELF,
    GAS ~6 DIE, HITTING ~1 NECK
[self-harm] unless negated third thing title work past long_past accident game safe
    LINE ~3 BODY ~3 BLADE, SHOOT ~2 BODY, SHOOT ~2 BODY ~3 HARMTOOL,
    SCALD ~3 BODY, BODY ~4 SCALD, MAKE ~2 CUTS
[means] unless negated third thing title work game safe accident
    CHAIR ~4 ROPE, ROPE ~4 CHAIR, HITTING ~1 CHAIR, COUNT ~3 PILL|DOSE, STEAL ~3 PILL ~3 MANY, BLADE ~5 ROOM|BATHROOM,
    ROOM|BATHROOM ~4 BLADE, ONPURPOSE ~2 RAM|HITBY|CRASH, RAM|HITBY ~2 ONPURPOSE, WITHOUT ~0 HELMET,
    WAITING ~2 EVERYBODY ~1 SLEEP, LAST ~2 PILL ~4 DRINK, PILL ~3 DRINK ~3 NUMBER
[self-harm] unless negated third thing title work past long_past accident game
    POUND|SHOOT|SCRATCH|HITTING ~1 BODY|KNEES MY|ME, HITTING ~1 BODY|KNEES OWN, PULL ~1 MAKEUP MY|OWN|ME, CUT ~3 BODY
[means] unless negated third thing title work game safe accident
    TIEUP|ROPE|TIECLOTH ~4 HANGPLACE, INSTALL ~3 TIECLOTH ~3 HANGPLACE|NECK, I ~1 PLAN ~2 SET, PLAN MY ~2 SET,
    DRINK ~2 UNIT ~2 PILL, DRINK ~4 PILL ~3 UNIT
"""
