"""Words of farewell and of being a burden, by meaning.

The notation is explained in `vocabulary.py`.
"""

WORDS = """
BURDEN
  beban bbn bebanin membebani burden burdens nyusahin menyusahkan nyusahkan ngerepotin merepotkan
WITHOUT
  tanpa tnpa without
HAPPY
  bahagia hapi happy happier tenang tentram senang seneng lega damai lebih_baik better beter better_off
  lebih_tenang
NOBODY
  nobody noone no_one none tidak_ada_yang tidak_ada_yg tidak_seorang_pun tidak_ada_orang
MISS
  mis miss missed kehilangan nyariin nyari mencari kangenin notice noticed care cares peduli perduli sadar
GOODBYE
  selamat_tinggal slamat_tinggal goodbye good_bye farewell adios
BYE
  bye dadah dah_dah babay goodbye pamit
PAMIT
  pamit pamitan
LAST
  terakhir terakir trakhir terahir terkahir last final
NIGHT
  ulang_tahun ultah birthday
  malam mlm hari night day
NOTE
  wasiat surat_wasiat surat_perpisahan suicide_note goodbye_note goodbye_letter farewell_letter goodbye_letters
  suicide_letter pesan_perpisahan
LASTMESSAGE
  (pesan|chat|surat|kata_kata|kata|ucapan|curhatan|tulisan|pesanku|salam|pelukan)_terakhir
  last_(message|messages|text|letter|note|words|goodbye|post|chat)
WRITE
  nulis menulis tulis bikin bikinin ninggalin tinggalin meninggalkan siapin nyiapin wrote write writing written
  leave leaving left made
IF
  kalau kalo klo klau kl jika bila sebelum
  if once after setelah before
  when
SEE
  lihat liat ngeliat melihat ketemu see seeing
SEARCH
  cari nyari mencari nyariin cariin look search find
READ
  baca membaca bacanya read reading
CAREFOR
  titip nitip jaga jagain jagakan care urus urusin rawat rawatin look_after
FAREWELLWORD
  selamat_tinggal slamat_tinggal
TALK
  ngobrol bicara ketemu bertemu ngomong nyapa talk chat curhat hubungin
HEAR
  hear dengar denger
GIVEAWAY
  gave_away giving_away bagiin bagi_bagiin
THINGS
  things stuff belongings barang barangku barang_barang
LOVE
  sayang cinta love loved
TELL
  bilang bilangin sampaikan sampein tell kasih_tau
LEAVENOTE
  left leave leaving ninggalin tinggalin meninggalkan
PAPER
  note letter surat
BLAME
  salahkan salahin menyalahkan blame
MOURN
  tangisi nangisin tangisin mourn cry_for
LETGO
  ikhlaskan ikhlasin relakan relain
BURY
  kubur kuburkan makamkan bury cremate kuburin
FUNERAL
  pemakaman funeral makamku kuburanku
SORRY
  maaf maafin maafkan sorry forgive
HARMED
  kenapa_kenapa napa_napa knapa2 kenapa2
APAAPA
  apa_apa apa2
FORGET
  lupakan lupain forget
FAREWELLNOTE
  (pesan|chat|surat)_perpisahan suicide_note goodbye_(note|letter|message)
REACHED
  diterima
FAMILY
  keluarga family
OTHERSIDE
  other_side nice_knowing_you end_this_way
"""
