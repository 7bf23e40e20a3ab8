"""Rules for farewells, for being a burden, for someone else in danger and for violence.

The notation is explained in `rules.py`.
"""

RULES = """
[farewell] unless third title see_you short game
    GOODBYE ~1 EVERYBODY|FOREVER|WORLD, PAMIT ~1 EVERYBODY|FOREVER|LAST, BYE ~1 FOREVER|WORLD
[farewell] unless title see_you game third; ends
    FAREWELLWORD
[farewell] unless third title last_of game work
    LASTMESSAGE&THIS, LASTMESSAGE MY|ME, LASTMESSAGE PLACE MY|ME, I LASTMESSAGE, I&THIS GOODBYE, NIGHT LAST MY|ME,
    I LAST NIGHT, LAST&THIS ~3 TALK|HEAR|SEE, WRITE ~2 LASTMESSAGE, NIGHT LAST ~2 WORLD|LIVE, LAST ~3 WORLD,
    SAY GOODBYE ~4 FOREVER, SAY ~1 I GOODBYE, I&THIS ~0 GOODBYE
[farewell] unless third title work negated
    WRITE|READY ~2 NOTE, LEAVENOTE ~1 PAPER
[farewell]; ends
    IF ~1 I ~2 NOT ~1 EXIST, IF ~1 I ~1 GONE, BETTER|HOPE ~1 I ~2 NOT ~1 EXIST, BETTER|HOPE ~1 I ~1 NEVER EXIST,
    BETTER ~1 NOT EXIST, NIGHT&THIS LAST, TOMORROW ~2 NOT ~1 EXIST, READ ~1 I ~2 NOT ~1 EXIST, READ ~3 GONE,
    READ ~2 I ~1 LEAVE, I NOT ~1 GOON, IF ~2 I ~1 NOT ~1 WAKE
[farewell] unless game title
    IF ~1 I ~1 DIE, IF ~2 I ~1 LEAVE ~3 CAREFOR, CAREFOR ~4 IF ~1 I ~1 LEAVE,
    CAREFOR ~1 THIRD ~2 IF ~1 I ~1 LEAVE|GONE|DIE, SEEYOU|SEE ~3 GOD, IF ~1 I ~2 GOD, READ|HEAR ~0 WORK I ~1 DIE,
    READ|HEAR ~3 I ~1 DIE
[farewell] unless thing
    NOT ~1 BE_HERE ~1 TOMORROW, NOT ~1 BE_HERE ~2 AGAIN, NOT ~2 SEE ME AGAIN, NOT ~1 SEE TOMORROW, NOT ~1 SEARCH ME,
    NOT ~2 HEAR ~1 ME AGAIN, TELL ~2 KIN|EVERYBODY ~2 I LOVE, GIVEAWAY ~3 THINGS, THINGS ~3 GIVEAWAY
[farewell] unless third title work
    NOT ~1 BLAME ~1 SELF|YOU, NOT ~1 MOURN ~1 ME, LETGO ME, BURY ME, I FUNERAL, FUNERAL MY, NOT ~4 FUNERAL
[farewell] unless third title see_you game work; needs SORRY
    GOODBYE
[farewell] unless kin thing title negated
    GONE&FOREVER
[burden] unless burden_of carried thing title
    I ~2 BURDEN, PRESENCE|LIFE MY ~2 BURDEN
[burden] unless thing title game
    HAPPY|OKAY ~2 WITHOUT ME|MY, WITHOUT ME ~3 HAPPY|OKAY, WITHOUT ME ~1 THIRD ~2 HAPPY|OKAY, HAPPY ~2 IF ~1 I,
    NOBODY ~2 MISS ME, IF ~1 NOT EXIST ME, NOT EXIST ME ~3 WORLD|OKAY|HAPPY, NOT EXIST ME THIRD ~1 OKAY|HAPPY,
    WORLD ~2 NOT NEED ME
[someone in danger] unless negated denied stranger title topic game past long_past past_after laugh question figure
  asked; barriers PAST PASTLONG
    CLOSE ~4 WANT|BETTER|THINK|THREATEN ~2 @SELF_KILL, CLOSE ~4 WANT|BETTER|THINK|THREATEN ~2 DRINK ~1 POISON,
    CLOSE ~4 WANT|BETTER|THINK|THREATEN ~2 ENDITALL, CLOSE ~4 WANT|BETTER|THINK|THREATEN ~2 @END_LIFE,
    CLOSE ~4 WANT|BETTER|THINK|THREATEN ~2 KILL|HANG|SHOOT|HURT|CUT|DROWN ~1 SELF3,
    CLOSE ~4 WANT|BETTER|THINK|THREATEN ~2 JUMP, CLOSE ~4 WANT|BETTER|THINK|THREATEN ~2 END ~1 THIRD LIFE,
    CLOSE ~4 WANT|BETTER|THINK|THREATEN ~2 OVERDOSE
[someone in danger] unless negated denied stranger title topic game past long_past past_after laugh question figure
  asked complement; barriers PAST PASTLONG
    CLOSE ~3 NOT ~1 WANT ~2 LIVE, CLOSE ~3 NOT ~1 LIVE AGAIN, CLOSE ~3 ENDLIFE HURT SELF3,
    CLOSE ~3 BLADE ~4 SHOOT SELF3, CLOSE ~1 SUICIDE, CLOSE ~2 THREATEN ~1 KILL ~1 SELF|SELF3,
    CLOSE ~4 INTEND|THINK ~2 WISHDEATH, FEAR ~2 CLOSE ~2 KILL ~1 SELF|SELF3, CLOSE ~2 CUT|HURT SELF3
[someone in danger] unless negated denied stranger title topic game past long_past past_after laugh question figure
  asked; needs NOW; barriers PAST PASTLONG
    CLOSE ~3 @SELF_KILL, CLOSE ~3 OVERDOSE, CLOSE ~3 DRINK ~2 POISON, CLOSE ~3 DRINK ~3 ALL|MANY ~3 PILL,
    CLOSE ~3 CUT ~2 BODY, CLOSE ~3 CUT HIS BODY, CLOSE ~3 SELFHARM, CLOSE ~3 CUT|HURT|HANG|KILL SELF3,
    CLOSE ~3 CUTSELF, CLOSE ~3 HOLD ~1 BLADE, CLOSE ~3 ROOF|EDGE ~3 JUMP, CLOSE ~3 HIGH ~3 JUMP, CLOSE ~3 NOTE
[violence] unless negated title work game past long_past past_after accident
    THIRD ~3 HITTING ~1 ME|MY, I ~2 PASSIVE, FEAR ~1 PASSIVE, RAPE ~1 ME|MY, THIRD ~3 TOUCH ~1 ME, TOUCH ~1 BODY MY,
    LOCK ~1 ME, FORCE ~3 SEX, THIRD ~3 WANT ~4 HURT|SHOOT ME, STALK ME, I|CLOSE ~2 VIOLENCE, CHASED ~2 THIRD,
    THIRD ~2 THREATEN ~2 BLADE, THIRD ~3 WANT ~1 HURT ME, THIRD ~2 CARRY|HOLD ~1 BLADE, THIRD BLADE
[violence] unless negated title work game past long_past past_after bossy
    THIRD ~3 WANT ~1 KILL ~1 ME|MY, THIRD ~2 THREATEN ~3 KILL ~1 ME|MY, THREATEN ~2 KILL ME
[farewell] unless title work game third see_you; needs SORRY LOVE FOREVER LAST EVERYBODY LEAVE
    GOODBYE
[farewell] unless third thing title work
    IF ~1 I HARMED, IF ~2 APAAPA ~1 ME, NOT ~1 FORGET ~1 ME ~2 IF, LET I LEAVE, HERE ~1 LIFE MY, LIFE MY ~3 HERE
[farewell] unless negated title work game thing; ends
    IF ~2 NOT ~2 ME|EXIST, IF ~3 I ~3 GONE|LEAVE|DIE
[burden] unless negated title work game burden_of carried thing
    BURDEN ~3 I, BURDEN&ONLY, EVERYBODY ~2 BURDEN, BURDEN ~2 EVERYBODY
[someone in danger] unless negated denied stranger title topic game past long_past past_after laugh question figure
  asked; needs NOW; barriers PAST PASTLONG
    CLOSE ~3 DRINK ~3 PILL ~2 MANY|UNIT, CLOSE ~3 DRINK ~3 MANY ~2 PILL
[someone in danger] unless negated denied stranger title topic game past long_past past_after laugh question figure
  asked; barriers PAST PASTLONG
    CLOSE ~2 CUT ~1 VEIN, CLOSE ~3 FAREWELLNOTE, CLOSE ~3 ROPE ~3 ROOM
[violence] unless negated title work game past long_past past_after accident figure thing laughing safe
    HITTING|RAPE|TOUCH|LOCK ~3 ME, THIRD ~5 TOUCH ~1 ME, FORCE ~1 SLEEP, THREATEN ~2 SPREAD ~2 VIDEO,
    FEAR ~2 THIRD ~2 KILL ME, THIRD ~4 BLADE, BLADE ~1 ME, I LOCK, THIRD ~2 PUSH ME
[violence] unless negated title work game past long_past past_after accident figure bossy question
    PASSIVE
[farewell] unless third title work game
    END_STORY, HOPE ~1 ME ~1 REACHED, SORRY ~2 ALL ~3 PAMIT, NOT ~2 LEAVE ~2 FOREVER
[violence] unless negated title work past long_past game laughing
    DRAG ~2 ME, HITTING ~2 THIRD ~1 ME, THIRD ~4 KILL ~1 FAMILY, FORCE ~1 ME, THIRD ~3 STALK|RAPE ~1 ME,
    SPREAD ~4 THREATEN, THREATEN ~1 SPREAD
[someone in danger] unless negated denied stranger title topic game past long_past past_after laugh question figure
  asked; barriers PAST PASTLONG
    CLOSE ~3 DRINK ~1 POISON, CLOSE ~4 END HIS LIFE
[farewell] unless title work game
    REMEMBER ME, OTHERSIDE, TELL ~3 I ~1 REST
[someone in danger] unless negated denied stranger title topic game past long_past past_after question figure asked;
  barriers PAST PASTLONG
    CLOSE ~4 HOLD|READY|CARRY ~2 BLADE|POISON|ROPE, CLOSE ~4 WANT|THINK ~1 FOLLOW ~1 KIN|DEADKIN|GOD,
    CLOSE ~4 HURT|CUT ~1 SELF, CLOSE ~3 WANT ~2 DRINK ~2 PILL ~2 MANY, CLOSE ~5 ROOF|EDGE|LEDGE
[violence] unless negated title work game past long_past
    WANT ~2 RAPE ~1 ME|MY, THIRD ~3 CUT|SHOOT ~1 ME
[farewell] unless title work game bossy
    TELL ~3 SORRY ~4 KIN|EVERYBODY, TELL ~3 KIN|EVERYBODY ~3 SORRY, SORRY ~4 LAST, FORGET ME
"""
