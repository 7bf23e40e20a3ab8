"""Scene rules of harm: self-harm, violence, and somebody else who is in danger now.

The notation is explained in `scene_rules.py`.
"""

SCENES = """
self-harm: SELF_HARMED + ME|MORE|URGE|BLOOD|FEELINGLESS|ONPURPOSE ; within 12 ; unless UNSERIOUS CHORE CLINIC
  REFUSED ACCIDENT BYGONE
    tiap nilai jelek aku gores paha
self-harm: PAINWORD + ONLY|BETTERBE + FEELINGLESS ; within 12 ; unless UNSERIOUS CLINIC
    pain is the only thing that makes the noise go down
self-harm: BLOOD + CUT + MORE|ATTEMPT|ROOM|NOW ; within 12 ; unless UNSERIOUS CHORE CLINIC ACCIDENT
    bekas sayatan baru hilang, hari ini aku ulangi
self-harm: CUT&!THEIRS|HURTING&!THEIRS + BLOOD + ME ; within 6 ; unless UNSERIOUS CHORE CLINIC ACCIDENT REFUSED
    I scratch until I bleed
self-harm: BLOOD + SLEEVES + ME ; within 7 ; unless UNSERIOUS CHORE CLINIC ACCIDENT
    I've been hiding bandages under my work shirts
self-harm: CUTSELF&!THEIRS&!REFUSED + ME|MORE|CLEAN ; within 8 ; unless UNSERIOUS CHORE BYGONE THEIRS
    aku relapse kak, udah 3 bulan bersih
self-harm: BLOOD + BODY|URGE + FULL|SLEEVES|MORE ; within 10 ; unless UNSERIOUS CHORE CLINIC ACCIDENT
    bekas di lengan udah penuh
self-harm: BLOOD + FEELINGLESS|NOT + WISH|STOP|FULL ; within 8 ; unless UNSERIOUS CHORE CLINIC ACCIDENT GADGET
    klo ga liat darah gw ga bisa tenang, pengen lagi
self-harm: URGE + BLADE|CUT&!THEIRS|CUTSELF ; within 6 ; unless UNSERIOUS CHORE
    nahan dari tadi biar ga ngambil silet
someone in danger: KIN|HE + SWALLOW + HELPME ; within 14 ; unless UNSERIOUS CLINIC FOODIE
    adik saya minum sesuatu, mulutnya berbusa, tolong
someone in danger: KIN|HE + FOUND|UNREACHABLE|HELPME +
  GREET|ROPE|DRUG|BLADE|JUMP|HIGHPLACE|SORRY|CUTSELF|POISON|SUICIDE|JOIN|FOREVER ; within 18 ; unless UNSERIOUS
  ORDINARY CHORE CLINIC BYGONE GRIEVED GAME
    my friend sent me a goodbye note and she's not picking up
violence: THEY_HIT + KIN|HE ; within 8 ; unless UNSERIOUS UNREAL BYGONE
    ayah mukulin aku lagi
violence: IM_HIT ; unless UNSERIOUS UNREAL BYGONE
    aku dikunciin di gudang sama om
violence: WEAPON + KIN|HE + HIDING|THREAT|THROAT|ME|NOW|OUTSIDE ; within 10 ; unless UNSERIOUS CHORE ORDINARY
    dia bawa golok di depan pintu kamarku sekarang
violence: CHOKED ; unless UNSERIOUS UNREAL
    he put his hands on my throat
violence: HE|KIN + HIDING + DOOR + ME ; within 14 ; unless UNSERIOUS ORDINARY CHORE
    my dad broke down the door, I'm hiding in the closet
violence: HE|KIN + HIDING|DRUNK + ME + HITS|ABUSED|THREAT|SEALED|BLOOD ; within 16 ; unless UNSERIOUS CLINIC
    papa mabuk dan ngancam, aku sembunyi
violence: KIN|HE + ENTERS + FEAR|MORE|MIDNIGHT ; within 10 ; unless UNSERIOUS ORDINARY
    om masuk kamar lagi tadi malam
violence: THREATENS + UNSAFE_ME ; within 14 ; unless UNSERIOUS ORDINARY
    dia bilang kalo lapor, aku ga bakal selamat
"""
