"""Rules for the wish to die, to end one's life, not to live, not to wake and to disappear.

The notation is explained in `rules.py`.
"""

RULES = """
[suicide] unless negated denied third title_before past long_past past_after asked theirs
    WANT|BETTER|THINK|HOPE|COMMAND ~2 @SELF_KILL
[suicide] unless negated denied third title_before past long_past past_after asked unmarried
    WANT|BETTER|THINK|HOPE ~2 @END_LIFE
[suicide] unless negated denied third third_died title work game past long_past past_after theirs accident asked
    @SELF_KILL
[suicide] unless negated denied third third_died title work game past long_past past_after theirs accident asked
  unmarried
    @END_LIFE
[suicide] unless negated denied third thing_end game title work long_past past
    WANT|BETTER|THINK ~2 END ~1 ALL, WANT|BETTER|THINK ~2 ENDLIFE ~1 ALL&THIS, END ~1 ALL,
    WANT|HOPE ~2 ALL ~2 END|OVER, WANT|HOPE ~3 LIFE ~3 OVER
[suicide] unless negated third thing title work game; ends
    WANT ~1 END NYA, WANT ~1 END ~1 THINGS
[suicide] unless negated third title work game long_past
    ENDITALL
[suicide] unless negated third thing_end game title work; ends
    WANT|BETTER|I ~1 ENDIT
[suicide] unless negated third thing
    KILL|TURNOFF ME&ONLY, KILL&ONLY|TURNOFF&ONLY ME, BETTER|PLEASE|WANT ~1 KILL|TURNOFF ME
[wish to die] unless negated denied third thing thing_after title_clause topic_before game laugh past long_past
  past_after fear asked than
    WANT ~2 DIE, BETTER ~2 DIE, HOPE ~4 DIE, THINK ~3 DIE, FOLLOW ~1 DIE, LET ~1 I ~1 DIE, COMMAND ~1 ME ~1 DIE,
    IF CAN ~1 DIE
[wish to die] unless negated denied third title
    BETTER ~2 DIE ~1 THAN ~3 LIVE|KEEP
[wish to die] unless third thing title game complement
    NOT ~1 MIND ~3 DIE, HOPE|PLEASE ~2 GOD ~2 TAKE|CALLED ME, WANT ~2 FINISH ~1 LIFE
[wish to die] unless negated denied third thing thing_after title_clause topic_before game laugh past long_past
  past_after fear asked than
    DIE&ONLY, WHEN ~1 I ~1 DIE, SOON ~2 I ~1 DIE
[wish to die] unless negated denied third thing thing_after title_clause topic_before game laugh past long_past
  past_after fear asked than past_told others laughing figure work title
    I ~3 DYING, DIE ~3 EASE, EASE ~3 DIE
[wish to die] unless third thing game title
    NOT ~1 WAIT ~2 DIE, NOT ~1 POINT ~1 NOT DIE, HOPE ~4 NOT ~1 SURVIVE
[wish to die] unless third thing game laugh
    WHY ~2 NOT ~1 DIE, WHY ~1 I ~1 NOT ~2 DIE
[wish to die] unless negated third title work
    TAKE ~1 SOUL, AJAL, WANT|HOPE|WHEN ~3 CALLED ~1 GOD, GOD ~1 CALLED ME, CALLED ME ~1 GOD
[wish to die] unless third thing; ends
    WHEN ~2 CALLED
[wish to die] unless negated third
    WANT|HOPE|THINK ~2 FOLLOW ~1 DEADKIN, WANT|HOPE ~2 FOLLOW ~1 KIN ~2 GOD, WANT|HOPE ~2 FOLLOW ~1 GOD,
    WANT|HOPE ~2 LEAVE ~2 GOD, WANT|HOPE ~2 SEE ~1 GOD, FOLLOW YOU|KIN|THIRD ~3 GOD
[wish to die] unless negated third thing game title
    WANT|HOPE ~4 HITBY, WANT|HOPE ~2 THING|RAIL ~2 HITBY ME
[not living] unless complement third thing title
    NOT ~1 WANT ~2 LIVE, NOT ~1 THINK ~1 WANT ~2 LIVE, NOT ~1 CAN ~2 LIVE, NOT CAN AGAIN LIVE, NOT ~1 LIVE AGAIN,
    NOT ~1 LIFE ~1 AGAIN, NOT ~1 THINK ~1 LIVE
[not living] unless complement negated third thing title
    TIRED ~2 LIVE|LIFE, HATE ~1 LIVE, GIVEUP ~2 LIFE|LIVE, REGRET ~1 LIVE, TIRED HUMAN
[not living] unless third thing thing_end title game
    WHATFOR ~1 CONTINUE
[not living] unless negated third title
    TIRED ~2 WORLD
[not living] unless negated third thing title game work; ends
    LIFE ~2 FINISH|OVER
[not living] unless negated third thing title
    LOST ~2 POINT|WANT ~2 LIVE|LIFE
[not living] unless complement third thing title
    WHY|WHATFOR ~1 I|BETTER ~4 LIVE, WHY ~1 STILL|KEEP|BOTHER ~1 LIVE, WHY ~3 I LIVE, WHATFOR ~3 LIVE|BORN|WORLD,
    NOT ~3 MAKE ~2 WANT ~2 LIVE, LIVE ~2 PAINFUL, NOT ~1 BETTER ~3 LIVE|WORLD, NOT ~1 POINT ~2 GOON,
    NOT ~2 POINT ~4 LIVE|LIFE, NOTHING ~2 LIVE, LIFE ~3 NOT ~2 POINT, LIFE ~2 POINTLESS, POINTLESS ~1 LIVE
[not living] unless third thing title
    NOT ~1 WANT ~3 WORLD, NOT ~1 KEEP LIVE, WANT|HOPE ~3 ENDLIFE LIVE|HUMAN, NOT ~2 POINT ~3 WORLD,
    PRESENCE ~2 NOT ~2 POINT, NOT ~4 EXCEPT ~1 DIE, NOT ~1 NEED ~1 LIFE, WORLD NOT ~1 ME, NOT ~1 BELONG ~2 WORLD,
    NOTHING ~4 WORLD, NOBODY ~4 MAKE ~2 LIVE, NOT ~4 ME ~1 WORLD, NOT ~1 MEANT ~2 LIVE, LIFE NOT ~1 ME,
    WANT ~1 OUT ~2 LIFE|WORLD
[not living] unless third thing
    NOT ~1 WANT ~1 BE_HERE ~0 AGAIN
[not waking] unless early third thing complement
    NOT ~1 WANT ~2 WAKE, NOT LET ~1 I ~1 WAKE
[not waking] unless early third thing
    SLEEP ~4 NOT ~2 WAKE, HOPE ~5 NOT ~2 WAKE, NEVER ~1 WAKE, NOT ~2 WAKE ~1 AGAIN|FOREVER,
    WANT|HOPE ~3 SLEEP ~2 FOREVER
[disappearing] unless negated third thing title place game thing_after laughing; barriers FEELNOUN
    WANT|HOPE|BETTER|THINK ~3 DISAPPEAR
[disappearing] unless negated third thing title game
    WANT|HOPE|BETTER|THINK ~2 DISAPPEAR ~1 WORLD|ALL|LIFE
[disappearing] unless third thing
    HOPE|BETTER|REGRET|WHY|HATE ~4 BORN, HOPE|BETTER|I ~2 NEVER|NOT ~2 BORN, WANT|HOPE ~2 LEAVE ~1 WORLD,
    WANT|BETTER ~2 LEAVE ~3 FOREVER, WANT|BETTER ~2 LEAVE ~3 NOT ~2 RETURN, WANT ~2 GONE,
    WANT|HOPE ~2 NOT|NEVER ~2 EXIST|BE_HERE, LEAVE ~2 WORLD
[disappearing] unless third thing owned title
    LEAVE ~1 LIFE&THIS|LIFE
[suicide] unless negated denied third third_died title work game past long_past past_after theirs accident asked
  complement
    LOGOUT ~2 WORLD|LIFE, TONIGHT ~1 I ~1 END, SOUL ~4 RELEASE, RELEASE ~1 SOUL, END SELF, ENDIT TONIGHT,
    KILL ~3 SELF, END ~4 LIFE|SOUL, LIFE|SOUL ~5 END|ENDLIFE
[wish to die] unless negated game title work
    HOPE ~3 HEART ~3 ENDLIFE, ENVY ~4 DIE, HOPE ~3 NEVER ~1 LIVE, JUMP ~3 DIE
[wish to die] unless negated game title work thing third figure laughing
    DIE ~1 BETTER
[wish to die] unless negated denied third thing thing_after title_clause topic_before game laugh past long_past
  past_after fear asked than
    WANT ~5 DIE, BETTER ~5 DIE, THINK ~5 DIE, HOPE ~6 DIE
[wish to die] unless negated denied third thing thing_after title_clause topic_before game laugh past long_past
  past_after fear asked than past_told others laughing figure work title
    I ~6 DYING
[wish to die] unless negated third title work
    TAKE|CALLED|FOLLOW ~3 GOD, GOD ~4 TAKE|CALLED, SEE ~4 GOD, LEAVE ~2 GOD, HOPE|SEE|SEEYOU ~4 NEXTLIFE
[not living] unless complement third thing title
    NOT ~4 WANT|CAN|BETTER ~4 LIVE, BETTER ~2 NOT ~2 LIVE, OVER ~0 LIFE, NOT ~2 ALIVE,
    NOT ~3 POINT ~5 LIVE|LIFE|WORLD, LIFE|LIVE ~4 NOT ~3 POINT, LOST ~3 POINT, NOT ~4 WORLD, LEAVE ~4 WORLD,
    WANT ~4 WORLD
[not living] unless third thing title; ends
    NOT ~1 WORTH ~1 EXIST, I NOT ~1 SURVIVE
[disappearing] unless negated title work game third; ends
    I ~2 NOT ~2 EXIST|BE_HERE
[suicide] unless third thing title game work laughing
    FEAR ~3 NEKAT, WANT ~2 NEKAT, WANT ~3 NEKAT, NOT ~2 SAFENESS ~3 SELF, NOT ~2 SAFENESS ~2 TONIGHT,
    NOT ~1 TRUST ~1 SELF, NOT ~2 KEEP ~1 SELF ~1 SAFENESS, FEAR ~6 SELF, WANT|BETTER|THINK|TAKE ~2 SHORTCUT,
    TONIGHT ~2 FINISH|OVER ~1 ALL, ALL ~2 OVER|FINISH ~1 TONIGHT, SOON ~4 PAIN ~1 OVER, COMMAND ~1 ME ~1 JUMP,
    LEFT ~1 DIE
[suicide] unless third thing title game work; ends
    WANT ~1 IT ~3 OVER, WANT ~1 ALL ~3 ENDLIFE, TOMORROW ~3 NOT ~1 HERE AGAIN, WANT ~1 FOLLOW ~1 KIN
[wish to die] unless negated third title
    WANT|HOPE ~1 REST ~2 FOREVER, WANT ~1 REST ~1 LIFE, WANT ~2 SHUT ~1 EYES ~1 FOREVER,
    SHUT ~2 EYES ~3 NOT ~2 OPEN, GOD ~2 ME LEAVE, WANT ~3 GOD
[wish to die] unless third thing title; ends
    NOT ~1 WANT ~1 EXIST
[not living] unless complement third thing title laughing
    NOT ~2 POINT ~2 HERE, NOBODY ~3 ME ~1 WORLD, NOT ~2 LIVE ~2 AGAIN, LIFE|LIVE ~1 INJURE,
    PAINFUL|BEYOND ~3 LIVE|ALIVE, NOT ~1 WANT ~3 DAYAFTER, HOPE ~3 NOT ~3 DAYAFTER, LIVE|ALIVE ~1 BEYOND,
    NOT ~1 HOLDON ~2 LONGER
[wish to die] unless negated third title game
    WANT|HOPE ~3 AGE ~3 BRIEF, AGE ~2 NOT ~1 FOREVER, WANT|HOPE ~3 ILLNESS, HOPE ~3 PLANE ~2 FALL, REST ~1 THERE,
    MAKE ~1 SELF ~2 DIE, THINK|WANT ~5 SOUL
[not living] unless third title thing game complement
    WHY ~3 STILL ~2 HERE|EXIST, LOSE ~2 LIFE, NOT ~2 FIGHT ~1 AGAIN, TIRED ~2 FIGHT, NOT ~2 CAN ~3 LIFE, LIFE ~3 TIRED,
    NOT ~3 LIVE ~2 AGAIN
[disappearing] unless third title thing
    I ~1 NEVER EXIST, I ~3 WANT ~4 DISAPPEAR ~2 FOREVER
[wish to die] unless title work game negated
    DEATHNOUN MY|ME, I DEATHNOUN, WANT|HOPE|BETTER ~4 DEATHNOUN
"""
