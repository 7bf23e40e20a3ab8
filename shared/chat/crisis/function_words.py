"""Words that carry no meaning for the rules, and spellings that stand for several words.

The notation is explained in `vocabulary.py`.
"""

FILLERS = """
  deh dong sih kok lah nih nich tuh ya yah yaa ye yg yang kan tu ni dah si lho loh kah pun banget bgt bngt bangt
  bangett sekali amat sangat bener beneran benar benar_benar sungguh sungguh_sungguh sumpah asli rasanya kayaknya
  kyknya kayanya keknya kyanya sepertinya kayak kek seperti kak kakak ka kaka kakk min mimin bang sis bro gan
  bestie besti say beb sayang guys gaes cuy cok coy rek dok huhu hiks huft hmm hm eh oh ah ih uh um uhm haha wkwk
  wkwkwk anjir anjay njir njay cuma cuman hanya hny doang doank malah justru emang memang mmg mang terus trs
  terusan truss mulu melulu trus juga jg udah udh uda sudah sdh telah masih msh makin semakin tetap tetep cepet
  cepat cpt segera langsung lgsg sekarang_juga diam_diam sampai_sampai sempet_sempet itu tersebut the a an of so
  just jst really realy rly very literally honestly tbh ngl lol omg god_damn fucking fuckin fcking fking damn
  bloody fkn even also already alr kinda sorta maybe probably perhaps mungkin is am are was were be been being
  have had having got do does did ever always selalu sering srg kadang kadang_kadang untuk buat bwt utk tuk that
  some jadi jd sebenarnya sebenernya actually desperately badly bad abis habis abis_itu jujur serius seriously
  again_and_again 2 4
"""

MARKS = """
ONLY
  aja saja aj sj ajah ajaa
THIS
  ini this
THEN
  terus trus trs jadi jd makanya langsung lalu akhirnya abis habis abis_itu so then since sejak semenjak
  setelah_itu
"""

CONTRACTIONS = {
    "tidak mau": "gamau gakmau ngamau gmau gamo gamw gkmau ngakmau enggamau gamaw gaamau",
    "tidak ada": "gada gaada gakada gkada ngakada gda takada",
    "tidak ingin": "gapengen gakpengen gapingin gapengin gapgn gakpgn takingin",
    "tidak bisa": "gabisa gakbisa gbisa gabs gkbisa",
    "tidak akan": "gakan gaakan gabakal gakbakal gabakalan",
    "tidak kuat": "gakuat gakkuat gkuat",
    "tidak sanggup": "gasanggup gaksanggup",
    "tanpa aku": "tanpaku tanpague",
    "tidak usah": "gausah gakusah gosah",
    "tidak punya": "gapunya gakpunya",
    "how to": "howto",
}
