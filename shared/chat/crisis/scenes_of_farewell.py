"""Scene rules of partings: farewells, and what is left to others.

The notation is explained in `scene_rules.py`.
"""

SCENES = """
farewell: LIVEON + ME|WITHOUT ; within 3 ; unless UNSERIOUS ORDINARY
    live well for me, okay
farewell: IF_GONE ; unless UNSERIOUS LEISURE ERRAND OFFICE GADGET
    kalo aku udah gaada, kucing tolong dirawat
farewell: MY_LAST ; unless UNSERIOUS RESUME OFFICE FROM_OTHERS
    ini chat terakhir aku ya kak
farewell: CARE + KIN|PET|ME|HE + FOREVER|NO_LONGER|NO_RETURN|LAST|SORRY|PROMISE ; within 14 ; unless UNSERIOUS
  ERRAND OFFICE
    tolong jaga ibu, aku udah ga bisa jagain lagi
farewell: CARE + KIN|PET + PLEASE ; within 8 ; unless UNSERIOUS ORDINARY CHORE SHORTLY CLINIC
    tolong jaga ibu baik-baik
farewell: THANKS|SORRY + LEAVE|LAST|FOREVER ; within 8 ; unless UNSERIOUS ORDINARY COMMUTE SHORTLY CHORE GADGET CLINIC
  GRIEVED
    makasih udah nemenin sampai akhir
farewell: CHECKON + KIN|PET + NO_LONGER|SORRY|THANKS ; within 14 ; unless UNSERIOUS ERRAND OFFICE
    make sure mom eats. i cant be there anymore
farewell: TELL + KIN|HE|OTHERS + FEELING ; within 8 ; unless UNSERIOUS ORDINARY COMMUTE
    bilang ke ibu aku ga marah
farewell: NO_BLAME + YOU|ME|OTHERS ; within 8 ; unless UNSERIOUS LIFECHANGE EXAM OFFICE
    jangan salahin diri kamu ya abis ini
farewell: NO_MOURN + ME|SOON ; within 6 ; unless UNSERIOUS WORK EXAM ERRAND COMMUTE LEISURE OFFICE GRIEVED BURIED_THEM
    jangan cari aku
farewell: THANKS + SORRY + EVERYTHING ; within 16 ; unless UNSERIOUS ERRAND OFFICE RESUME
    makasih buat semuanya, maaf ga bisa jadi anak yang baik
farewell: BARE_GREET + FOREVER|LAST|REALLY|EVERYTHING|NO_RETURN ; within 8 ; unless UNSERIOUS ORDINARY
  SHORT_GREET
    pamit ya kak, kali ini beneran pamit
farewell: NO_RETURN + ME|SOON|JUSTLEFT ; within 5 ; unless UNSERIOUS ORDINARY COMMUTE HOME
    janji jagain nenek, aku ga akan pulang
farewell: NO_BOTHER + MORE|SOON|EVERYTHING|FOREVER ; within 8 ; unless UNSERIOUS OFFICE
    udah ga akan ngerepotin lagi abis ini
farewell: FORGIVEN + EVERYTHING|LEAVE|SOON|WILL ; within 8 ; unless UNSERIOUS OFFICE ERRAND GRIEVED
    maafin semua salah aku
farewell: BELONGING + HEIR|GIVE + NO_NEED|KIN|LAST|THEIRS ; within 7 ; unless UNSERIOUS ORDINARY CHORE
    motor buat adik, tabungan buat ibu
farewell: BEYOND|NOPAIN_PLACE ; unless UNSERIOUS FOODIE GRIEVED
    semoga di kehidupan berikutnya aku jadi anak kalian lagi
farewell: BEFORE_GO + WORDSOF|GREET|THANKS|SORRY|TELL|LIVEON|OTHERS ; within 12 ; unless UNSERIOUS ORDINARY
  COMMUTE
    I just wanted to hear one friendly voice before I go
farewell: TURN + ME ; within 2 ; unless UNSERIOUS ORDINARY CLINIC COMMUTE
    kandangnya sudah bersih, sekarang giliran saya
farewell: NO_NEED + DONE|MORE|SOON ; within 4 ; unless UNSERIOUS ORDINARY CLINIC EXAM GADGET FOODIE
    ambil saja bukuku, aku udah ga butuh
farewell: GRAVE + PLEASE|NOT ; within 5 ; unless UNSERIOUS GRIEVED THEIRS ORDINARY HOME
    tolong bacakan Yasin saja
farewell: SORRY|LOVE + TRIED ; within 5 ; unless UNSERIOUS ORDINARY EXAM COMMUTE GADGET
    I'm sorry mom, I tried to stay
farewell: LOCKOUT ; unless UNSERIOUS ORDINARY
    gw sayang lu. jgn telpon polisi
farewell: ANY_END + OTHERS + ANY_PARTING ; within 12 ; unless UNSERIOUS ORDINARY COMMUTE GADGET CLINIC
    aku titip anak-anak, mulai besok aku udah ga bisa
farewell: BELONGING + HEIR|GIVE + NOT_USED ; within 14 ; unless UNSERIOUS GADGET
    baju yang bagus buat sepupu, aku ga pake lagi
farewell: NO_REPLY + GREET|LAST|REST|FOREVER|CALLHELP ; within 12 ; unless UNSERIOUS ORDINARY
    ini salam perpisahan, tidak usah membalas
farewell: WATCH_FROM + KIN|YOU|FEELING|WILL ; within 10 ; unless UNSERIOUS ORDINARY
    mama lihat kalian dari jauh
farewell: READS_THIS + THANKS|SORRY|LOVE|LEAVE|FAR|GONE|NOT_EXIST ; within 10 ; unless UNSERIOUS ORDINARY
    nanti pas kakak baca ini aku udah jauh
farewell: PHONEOFF + FOREVER ; within 4 ; unless UNSERIOUS ERRAND
    hp aku matiin selamanya
farewell: SORRY|THANKS + GIVENUP ; within 5 ; unless UNSERIOUS ORDINARY EXAM
    maaf ya aku nyerah duluan
farewell: SORRY + EVERYTHING + LIVEON|CARE|GREET ; within 9 ; unless UNSERIOUS ORDINARY
    maaf buat semuanya. jaga diri ya
farewell: SORRY|GREET + EVERYTHING + DONE&!SHORTLY ; within 7 ; unless UNSERIOUS ORDINARY EXAM
    udah minta maaf ke semua orang
farewell: REMEMBER_ME + PLEASE|SMILE|GOODTIMES ; within 8 ; unless UNSERIOUS ORDINARY
    tolong ingat aku yang lagi ketawa aja
farewell: TALE&ME + STOP&ENDS ; within 4 ; unless UNSERIOUS ORDINARY SHORTLY
    segini aja ceritaku, tamat
farewell: EMBRACE + KIN|PET + FORME|EVERY ; within 9 ; unless UNSERIOUS ORDINARY SHORTLY CHORE
    peluk anakku tiap malam, gantiin aku
farewell: MEETS + SOMEWHERE|ANOTHER + BRIGHT|BETTER|BEYOND ; within 7 ; unless UNSERIOUS GRIEVED FOODIE
    kita ketemu lagi di tempat yang lebih baik
farewell: YOU|OTHERS + GRASP + WHY ; within 7 ; unless UNSERIOUS ORDINARY EXAM
    besok kalian bakal paham kenapa
farewell: DEBT + DONE|NO_NEED + LEAVE&ENDS|NO_NEED ; within 16 ; unless UNSERIOUS
    utangku udah aku transfer, biar tenang pas aku pergi
"""
