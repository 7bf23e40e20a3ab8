"""Words of wishing, thinking and waiting, by meaning.

The notation is explained in `vocabulary.py`.
"""

WORDS = """
WANT
  mau mo mw maw mauk mao mauu
  ingin ingin(kan|ku) keinginanku ingn kuingin (ke|)pingin (ke|)pengin (ke|)pengen pengem pgn pngn pgen pngin pgin
  pen kpengen kpgn kepgn pingen
  hayang gelem nak kepinginan looking_forward look_forward
  hendak berniat niat niatan niatku
  berencana rencana rencanain merencanakan ngerencanain rencananya
  akan bakal bakalan bkal bkl
  keinginan dorongan hasrat minat gairah kebelet
  mulai kepengenan
  (men|)dambakan (me|)nunggu tunggu (me|)nanti(kan|) menanti waiting_for wait_for about_to
  (want|wanna|need|try|trying|tried|going|gonna|plan|planning|ready|about|have|wish|hoping)_to
  want wan wants wanted wanting wanna wana wnna wannna
  going gona gonna gunna
  wil ill shall
  might may
  plan planing planned planning plans
  intend intending urge urges tempted craving desire
  tekad bulat
  coba nyoba mencoba cobain nyobain ngecoba percobaan
  try tried trying attempt attempted atempted atempting
INTEND
  mau mo mw ingin (ke|)pingin (ke|)pengin (ke|)pengen pgn pngn pen hendak berniat niat berencana rencana coba
  nyoba mencoba
  want wants wana (want|wants|try|trying|tried)_to about_to keinginan bulat
DESIRE
  ingin ingin(kan|ku) (ke|)pingin (ke|)pengin (ke|)pengen pgn pngn pgen pen kepingin want wants wana
  (want|wish)_to wish
THINK
  kepikiran kepikir kpikiran terpikir terpikirkan kefikiran kepikirn
  mikir mikirin memikirkan pikir pikiran pikirin pikirkan berpikir berfikir berpikiran fikiran mikirkan
  terlintas kelintas terbesit terbersit
  bayangin membayangkan kebayang ngebayangin
  (think|thinking|thought|thoughts)_(about|of)
  (mikir|mikirin|kepikiran|pikiran|terpikir)_(soal|tentang|ttg|untuk|buat)
  think thinking thought thoughts thinkin idea ideas ideation considering contemplating fantasize fantasizing
  imagining
  feel feeling felt
  merasa ngerasa ngerasain
BETTER
  enakan mending mendingan mndingan mnding
  lebih_(baik|bagus|enak|mudah) lbh_(baik|bagus|enak) baiknya sebaiknya
  harusnya seharusnya mestinya harus kudu mesti
  siap siap_siap ready
  pantas pantes layak layaknya deserve deserves
  biar biarin biarkan
  lebih_milih pilih milih memilih
  satu_satunya_jalan jalan_keluarnya jalan_keluar
  better_off beter better rather should must need gota
  prefer let
  only_way only_option way_out
HOPE
  if_only
  doaku doa_ku
  semoga smoga moga berharap harap ngarep mengharapkan
  andai andaikan seandainya andaikata kalau_saja coba_aja
  wish wishing wished hope hoping hopefully pray praying berdoa doain doakan
WHY
  kenapa knapa knp napa mengapa kok why
  kapan kpn when_will when_can
WHEN
  kapan kpn
SOON
  sebentar bentar soon
LET
  izinkan ijinkan biar biarin biarkan let
COMMAND
  nyuruh suruh menyuruh disuruh nyuruhku tell telling told
WAIT
  wait sabar
MIND
  keberatan masalah mind care peduli takut
ENVY
  iri envy jealous
"""
