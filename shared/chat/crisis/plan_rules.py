"""Rules for plans and partings that people speak of without naming the danger.

Their words are ordinary ones. Most rules therefore hold at the end of a clause alone.
None of those holds where a harmless purpose is named, such as a wedding.
The notation is explained in `rules.py`.
"""

RULES = """
[means] unless negated third thing title work game event; ends
    TONIGHT|TOMORROW|NIGHT ~3 I ~1 EXECUTE, I ~2 EXECUTE ~1 TONIGHT|TOMORROW, WANT ~1 EXECUTE NYA ~1 TONIGHT,
    WANT ~1 EXECUTE NYA, NIGHT|TONIGHT|TOMORROW ~2 I ~1 ENDLIFE, LEFT ~1 EXECUTE, LEFT TONIGHT,
    LEFT ~1 WAITING ~1 NIGHT|TIME,
    WAITING ~1 HOUSE ~1 EMPTY, LEFT ~1 ONE ~1 STEP, ONE STEP ~1 FINISH, LEFT STEP, LEFT ~2 COURAGE,
    NEED|BETTER ~2 COURAGE, COURAGE ~2 JUMP, ALMOST JUMP, PLAN ~2 SET, DETERMINE ~2 DATE, DATE ~3 DETERMINE,
    I ~1 PLANNED ~1 ALL ~1 OUT, HOW ~1 I ~2 EXECUTE, ALL ~1 I ~1 BETTER|WANT ~1 EXECUTE, PILL ~2 ENOUGH, PILL ~2 ENOUGH
    ~1 FOREVER,
    STORE ~2 ENOUGH ~2 PILL, STORE ~1 PILL ~1 NIGHT, DRINK ~1 PILL ~2 FINISH|OVER
[means] unless negated third title work game event accident
    SLEEPPILL ~3 READY, READY ~2 SLEEPPILL, PILL ~3 BESIDE ~2 I, PILL ~2 BE_HERE ~2 I, WAITING ~4 RAILS,
    RAILS ~1 WAITING, SWERVE ~1 HIGH|TREE|WALL|SEA, THINK|WANT ~1 SWERVE, WALK ~3 SEA ~2 NOT ~1 RETURN,
    WANT ~1 WALK ~1 SEA, THINK|WANT ~2 DRIVE ~2 HIGH|TREE|WALL, WANT ~2 DRIVE I THING ~1 HIGH|TREE|WALL|RAIL,
    WANT ~1 FLY ~2 HIGH, DETERMINE ~1 DATE ~2 PLACE, DATE ~1 DIE, GAS ~2 OPEN, OPEN ~1 GAS, TURNEDON ~1 GAS
[means] unless negated third thing title work game event; ends
    I ~1 PLACE|STAND ~2 BRIDGE, I ~1 PLACE ~1 STAND ~1 BRIDGE, STAND ~1 BRIDGE
[means] unless negated third title work game event; needs HIGH
    LOOKDOWN, SEE ~1 LOOKDOWN
[means] unless negated third title work game event; needs HIGH; ends
    WANT ~1 FLY
[methods] unless third thing title work game event; ends
    SEARCHED ~1 HOW NYA, KNOW ~1 HOW NYA, HOW ~1 PAINLESS, PAINLESS ~1 HOW
[methods] unless third thing title game event
    DOSE ~1 LETHAL|TURNOFF, LETHAL ~1 DOSE, SEARCHED ~1 HIGH ~2 TALL, SEARCHED ~2 TALL ~2 JUMP,
    HIGH ~3 TALL NOT ~1 DIE, TALL ~1 JUMP ~1 DIE
[suicide] unless negated third thing thing_end title work game event laughing; ends
    WANT ~1 UDAHAN, WANT ~1 FINISH ~1 ALL, SHUT ~1 ENDIT, THINK ~1 END THINGS, WANT OUT
[suicide] unless negated third title work game event laughing
    WANT ~2 FATHERHOUSE, SLEEP LAST MY, FAIL DIE, TRYNOUN ~1 FAIL, I ATTEMPTED LAST NIGHT,
    WHY ~1 I ~1 SURVIVE, WANT ~3 RELATIVE ~2 GOD
[suicide] unless negated third title work game event laughing; needs GOD; ends
    I WANT LEAVE
[farewell] unless third title see_you short game work event; needs SORRY STRONG TIRED CAREFOR
    I ~1 PAMIT, BYE ~1 EVERYBODY, BYE ~1 ALL
[farewell] unless third title see_you short game work event; needs SORRY STRONG TIRED CAREFOR; ends
    PAMIT
[farewell] unless third thing title see_you game work event; needs SORRY; ends
    I ~1 NOT ~1 STRONG, I FINISH, DECISION, DECISION ~1 SET, DECISION ~1 OWN
[farewell] unless third thing title see_you game work event; needs NOBODY BLAME FAULT; ends
    DECISION ~1 OWN, DECISION
[farewell] unless third thing title see_you game work event; needs SORRY THANKS; ends
    I FINISH ~1 HERE, LAST&THIS, ENOUGH ~2 HERE, LAST ~1 HEAR ~1 I
[farewell] unless negated third title see_you game work event; barriers GREET; ends
    CAREFOR ~2 RELATIVE, CAREFOR ~3 RELATIVE, CAREFOR ~1 RELATIVE MY, CAREFOR ~1 RELATIVE ~1 OKAY,
    CAREFOR ~3 RELATIVE ~1 ME
[farewell] unless negated third title see_you game work event; needs STRONG LEAVE COMEBACK CAN; barriers GREET
    CAREFOR ~2 RELATIVE ~2 OKAY, CAREFOR ~2 RELATIVE ~1 RELATIVE, CAREFOR ~2 RELATIVE ~1 BETTER
[farewell] unless third thing title see_you game work event; ends
    I ~1 NOT WANT COMEBACK, NOT WANT COMEBACK AGAIN, I ~1 NOT COMEBACK AGAIN, I ~1 NOT ~1 COMINGBACK,
    I ~2 AND NOT COMINGBACK, NOT ~1 WAITING I COMEBACK
[farewell] unless third title game work event past_told
    LAST ~3 HEAR ~1 VOICE, LAST ~3 I ~2 MESSAGED, LAST ~2 YOU ~3 HEAR ~1 I, LAST ~3 HEAR ~2 MY, LASTMESSAGE I,
    LAST MY ~2 EVERYBODY
[farewell] unless third thing title game work event
    I ~1 NOT ~1 BOTHERS ~3 AGAIN, I ~2 NOT ~2 BOTHERS ~1 AGAIN, NOT ~1 WANT BOTHERS ~2 AGAIN,
    NOT ~1 BOTHERS YOU|EVERYBODY ~1 AGAIN, NOT ~1 WANT ~1 BOTHERS YOU|EVERYBODY ~1 AGAIN,
    NOT ~3 BOTHERS ~1 I ~2 TONIGHT, NOT ~3 BOTHERS ~2 I ~2 AGAIN, NOT ~3 BOTHERS ~2 CONJ ~0 I, EVERYBODY NOT ~1
    BOTHERS
[farewell] unless third title game work event thing
    WRITE ~1 PAPER ~1 RELATIVE|EVERYBODY, WRITE ~1 PAPER ~2 EVERYBODY|RELATIVE, PAPER ~1 RELATIVE ~3 WRITE, PAPER ~3
    PUT,
    PAPER ~3 DESK, VIDEO ~1 PARTING, VIDEO LAST ~3 RECORD, RECORD ~1 VIDEO LAST, WRITE ~3 PASSWORD, LEAVE ~2
    PASSWORD,
    PASSWORD ~3 WRITE, WRITE PAPER ~4 SORRY, THINGS I|MY YOU|EVERYBODY, GIVING ~1 THINGS|THING AWAY, PARTWORD
[farewell] unless title game work event
    PASSWORD ~1 THING ~2 WRITE ~1 RELATIVE
[farewell] unless third title work; ends
    NOTE
[farewell] unless third title game work event; needs THINGS PASSWORD; ends
    I ~1 NOT ~1 NEED
[farewell] unless negated third title game work event; ends
    LEFT GOING, SAY GOODBYE, ALL|EVERYBODY ~2 OVER ~1 SOON
[farewell] unless negated third title game work event; needs ARRANGED; ends
    CAN ~1 GOING
[farewell] unless title game work event
    IF ~1 TOMORROW ~1 I ~1 NOT ~1 ONLINE, IF ~1 HAPPEN ~2 I, IF ~2 HAPPEN ~2 ME, NOT ~2 SAD ~2 OVER|GONE,
    TOMORROW ~3 ALL|EVERYBODY ~2 OVER, TELL ~2 RELATIVE ~3 SORRY, TELL ~1 SORRY ~2 RELATIVE,
    TELL ~2 RELATIVE ~1 I ~1 TRYING,
    TELL ~2 RELATIVE ~2 I LOVE, NOT ~1 BLAME ~1 ANYONE, NOBODY ~1 BLAME, NOT ~1 BLAME SELF3,
    FAREWELLWORD PARENT|RELATIVE, JOURNEY ~1 FINISH, TASK ~1 WORLD ~1 FINISH, HERE ~1 JOURNEY
[farewell] unless title game work event; ends
    NOT ~2 SEARCH ~1 I
[self-harm] unless negated third thing title work past long_past accident game safe event
    SCRATCH ~1 BODY ~1 IF|UNTIL|BRUISE|BLEED, SCRATCH ~1 BODY ~2 BRUISE, HURT ~1 BODY ~1 UNTIL, WHIP ~1 SELF,
    COVER ~1 WOUND CUT, COVER ~2 CUTS, I ~1 RELAPSE AGAIN, I ~1 RELAPSE CUT
[self-harm] unless third title work past long_past game
    RESIST EATS ~2 SUFFER, ONPURPOSE ~1 NOT ~1 EATS, NOT EATS ~4 SUFFER, NOT CUTVERB NOT ~1 CAN ~1 EASE
[means] unless negated third title work game event; ends
    I READY ONEPLAN, DETERMINE ~1 NIGHT, NIGHT ~2 DETERMINE, LEFT ~1 WAITING ~1 TIME NYA,
    LEFT ~1 WAITING ~1 EVERYBODY ~1 LEAVE
[means] unless negated third title work game event accident
    WANT|THINK ~2 DRIVE PLACE RAIL, THINK ~1 CRASH ~2 THING, DECIDED ~1 HOW, STASH ~2 PILL, I ~1 ENOUGH ~1 PILL,
    RAIL ~8 STEP, WANT|THINK ~2 RELEASE STEER, SEA ~2 NOT ~1 APPEAR|COMEBACK|RETURN, OVERDOSE&ONLY, POISON ~3 MIX
[means] unless negated third title work game event; needs RAIL PLATFORM; ends
    WANT|LEFT ~1 FORWARD, WANT|LEFT ~1 FORWARD ~1 STEP
[means] unless negated third title work game event safe; needs CHAIR; ends
    ROPE
[means] unless negated third title work game event; needs PILL ROPE POISON BLADE
    WRITE ~1 PAPER
[methods] unless third title work game
    HOW ~1 DIE PAINLESS, HOWMANY ~1 SLEEPPILL
[methods] unless third game
    HOW ~2 NOOSE ~1 HANG
[suicide] unless negated third thing thing_end title work game event laughing; ends
    WANT ENDLIFE ~1 ALL
[farewell] unless third title see_you game work event; ends
    GOODBYE&THIS, I WANT PAMIT, SOON ~1 ALL ~1 FINISH|OVER, SOON ~1 FINISH ~1 ALL, SOON ~3 OVER, IF TONIGHT ~3 OVER,
    PARTING PLACE MY|I, GREET PARTING, SORRY I LEAVE, WHY I LEAVE, I ~1 NOT ~2 PROBLEM
[farewell] unless third title see_you game work event
    CAREFOR RELATIVE RELATIVE, SAY|TELL THANKS ~2 LAST, LAST ~2 I ~2 SAY|TELL, EVERYBODY ~1 EASE PLACE I,
    I ~1 NOT ~1 NEED|BETTER ~1 I ~1 THINGS, YOU CAN ~1 READY ~1 I THINGS, THINGS ~2 TAKENUP, PUT ~2 DESK ~1 RELATIVE,
    NOT ~1 LOOKEDFOR
[farewell] unless third title see_you game work event; needs SORRY THANKS; ends
    I GIVEUP, I ENDLIFE ~1 HERE
[farewell] unless third title see_you game work event; needs LEAVE GONE FOREVER; ends
    NOT ~1 TALK I AGAIN
[self-harm] unless negated third title work past long_past game
    ONPURPOSE ~4 SUFFER, BLEED ~1 LET EASE
[self-harm] unless third title work game; needs MISSES
    NOT CUTVERB
[self-harm] unless negated third title past long_past game
    HURT|CUT ~1 SELF ~1 ONLYTHING, CUTSELF ~1 ONLYTHING
[means] unless negated third title work game event accident safe
    JUMP ~2 FINISH|OVER, JUMP ~2 HERE ~1 EASE, KILL ~3 SLEEPPILL, I HOLD ~2 PILL, INFRONT ~2 POISON, BLADE ~2 BESIDE,
    CLIMB ~2 HIGH ~1 ATTHETOP
[means] unless negated third title work game
    BLADE ~1 I CARRY ~1 ROOM
[methods] unless third title work game
    HOW ~1 DIE ~1 WITHOUT
[not living] unless third thing title complement
    NOT ~1 BETAH LIVE|WORLD
[wish to die] unless negated third title game
    WANT ~1 SEE ~1 DEADKIN, WANT FOLLOW KIN ~1 NOT ~1 EXIST
[farewell] unless third title see_you game work event
    NOT ~1 WAITING NEWS, NOT ~1 WANT HEAR ~1 NEWS ~2 MY, NOT WANT EXIST I, PAPER RELATIVE EXIST, CAREFOR FOREVER,
    NOT WANT THIRD BOTHERS ~1 CONJ I, THING MY YOU&ONLY
[farewell] unless third title see_you game work event; ends
    CAREFOR RELATIVE ~1 RELATIVE, WRITE PAPER THIRD
[farewell] unless third title see_you short game work event; needs SORRY; ends
    I WANT LEAVE, DECISION MY
[farewell] unless third title see_you game work event; ends
    NOBODY ~1 FAULT
[means] unless negated third thing title work game event accident; ends
    DETERMINE ~1 BRIDGE, DETERMINE ~1 HIGH NYA, LEFT ~2 STRAIGHTPULL ~1 CHAIR, INFRONT ~1 RAILS, DATE ~1 PLAN|PLANNED,
    I TIME ~1 WEEK ~1 LIVE, TIME ~1 WEEK ~1 AGAIN LIVE, SPIRIT ~1 JUMP, TAKE ~1 THIRD EVERYBODY,
    I ~1 TAKE ~1 THIRD MANY, SLEEP FOREVER ~1 EASE
[means] unless negated third thing title work game event accident
    STARE ~2 PILL|BLADE|ROPE, I ~2 POUND ~1 PILL, PILL CALLING ~1 I, I ~1 EDGE ~1 AND, GAS SELF
[methods] unless third thing title work game event
    FALL ~1 HIGH ~2 DIE, FALL ~2 HIGH ~3 DIE
[farewell] unless third title see_you game work event; ends
    I ~1 NOT ~1 EXIST NEXTDAY, TOMORROW ~2 I ~1 NOT HERE, TOMORROW ~2 I ~1 NOT ~1 BE_HERE, I ~1 NOT WANT SEE AGAIN,
    SORRY ~1 I ~1 EVERYBODY, MOMENT NYA I LEAVE|GONE|DIE
[farewell] unless third title see_you game work event
    YOU NOT ~1 SEE ~1 I ~1 TOMORROW, CAREFOR RELATIVE ~1 I
[farewell] unless third title see_you game work event; needs SORRY; ends
    RELATIVE YOUR ~1 NOT ~1 STRONG
[farewell] unless third title see_you short game work event; needs THANKS SORRY; ends
    I LEAVE
[farewell] unless title see_you game work event
    TELL ~3 ACQUAINTANCE ~3 SORRY
[not living] unless third thing title complement game
    NOT EXIST ~3 MAKE I LIVE, NOT EXIST ~3 WRITE I LIVE
[self-harm] unless negated third title work past long_past game event; ends
    WANT|NEED|BETTER ~1 PAIN, WANT|NEED|BETTER ~1 FEELS ~1 PAIN|SUFFER
[self-harm] unless negated third title work past long_past game event accident
    WANT FEELS ~1 SUFFER, PAIN ~1 MAKE|WRITE ~1 I ~1 EASE, PAIN ~1 MAKE ~1 I ~2 BETTER, I CUT ~1 DEEP, HUNGER SELF
[not living] unless third thing title work event
    LIFE MY ~1 NOT ~1 WORTH CONTINUE
"""
