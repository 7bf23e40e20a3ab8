"""Words of dying and living, by meaning.

The notation is explained in `vocabulary.py`.
"""

WORDS = """
DIE
  tingal_nama
  mati mti mt maty matek koit mokad matot paeh modyar wafat tewas mampus modar binasa
  meninggoy meninggoi metong koid
  masuk_kubur dikubur mayat liang_lahat six_feet_under rest_in_peace pindah_alam suntik_mati
  meninggal meningal mninggal meninggl
  kematian maut
  die dies died dying dieing dyin dead ded death
DYING
  mati meninggal wafat tiada die death mayat meninggoy koit modar
WISHDEATH
  mati mampus modar suicide die dead
AJAL
  ajal
KILL
  bunuh (mem|nge|ng|em|m|me|)bunuh(|in|i) bunu bunuhh bumuh bunih bunuj buunh bunoh bunnuh mbunu bnuh bnh
  kil kill killing kiling killed kiled murder
  unalive unaliving delete deleting erase yeet
  habisi (meng|)habisi (ng|)abisin habisin menghabisi
  (me|)lenyapkan lenyapin ngelenyapin musnahkan musnahin racuni meracuni
SELF
  diri dri dirii diriku diri_sendiri dirisendiri
  diri_(gue|gua|gw|saya|aku|ini)
  myself mysef mself myselves my_self mylsef
SELF3
  yourself yourselves oneself urself himself herself themself themselves dirinya
OWN
  sendiri
SUICIDE
  bundir bundirr bunddir bundiran mbundir bndir bunir bundit
  gandir
  suicide suicid sucide sewerslide sewer_slide suside sucidal suicidal suiside
  kms ctb brains_out
  off_myself offing_myself neck_myself rope_myself game_end_myself unalive unaliving
  harakiri
LIFE
  hidup idup hdp hdup hidp urip kehidupan
  life lyfe lives
LIVE
  hidup idup hdp hdup hidp urip
  bertahan_hidup melanjutkan_hidup lanjut_hidup lanjutin_hidup lanjutkan_hidup meneruskan_hidup nerusin_hidup
  bertahan bertahan_hidup
  menjalani_hidup jalanin_hidup ngejalanin_hidup jalani_hidup
  bernapas bernafas napas nafas breathing breathe
  live living alive livin exist existing existence eksis
  be_here being_here be_around
ALIVE
  alive
HUMAN
  manusia being_me jadi_aku
SOUL
  nyawa nyawaku nyawa_sendiri
  own_life
HEART
  jantung heart
END
  akhiri (meng|ng|nge|di|)akhiri(n|) mengahiri akhirin akhirkan ahiri mngakhiri mengakhri
  sudahi (meny|)udahi (ny|)udahin udahin menyudahi udahan sudahan
  tamatkan menamatkan tamatin namatin
  end ending ended ends
ENDIT
  it_ends (end|ending|ended)_it akhiri_ini akhirin_ini
ENDITALL
  (end|ending|ended)_it_al
END_STORY
  (akhir|tamat)_(cerita|kisah|hidup)ku akhir_cerita end_of_my_story end_for_me my_story_ends
ENDLIFE
  akhiri sudahi tamatkan end
  selesaikan selesain nyelesain finish
  hentikan berhenti berenti stop stopping brenti
  hilangkan menghilangkan hilangin ngilangin buang
FINISH
  selesai kelar
OVER
  berakhir kelar tamat over
RELEASE
  lepas melepas lepaskan melepaskan
TAKE
  cabut cabutlah ambil ambilah angkat
  take taking took
CALLED
  dipanggil panggil panggilah jemput dijemput ambil ambilah
GOD
  izrail malaikat malaikat_maut tuhan allah alloh god jesus yesus heaven surga jannah alam_sana akhirat
  sang_pencipta tuhanku rahmatullah kehidupan_(berikutnya|selanjutnya|lain) next_life another_life afterlife
NEXTLIFE
  kehidupan_(berikutnya|selanjutnya|lain) next_life another_life alam_sana
FOLLOW
  nyusul menyusul susul nyusulin join ikut
DEADKIN
  almarhum almarhumah alm almh mendiang late
TURNOFF
  matiin matikan mematikan matiinlah
ALL
  semua smua smuanya semuanya sema segalanya smw smwa semua_orang semua_ini
  everything everyone it_al al_of_it al_this
  penderitaan derita kesakitan rasa_sakit suffering pain misery
EVERYBODY
  semua semuanya semua_orang smua kalian everyone everybody all al guys keluarga teman_teman dunia world
TIRED
  capek cape cpe capai cape_banget cpek kecapean lelah letih bosan bosen bosn muak jenuh
  selesai_(sama|dengan) eneg enek jengah
  malas males mls ogah enggan engan
  tired sick bored exhausted fed_up done
  nyerah menyerah mnyerah give_up giving_up gave_up
HATE
  benci hate hating hated
GIVEUP
  nyerah menyerah mnyerah give_up giving_up gave_up given_up
LOST
  kehilangan hilang lost loosing losing
CAN
  kuat kuwat sanggup sangup sanggub mampu bisa bs bsa tahan tahn
  can able
POINT
  kekuatan tenaga strength energy
  gunanya guna artinya arti berarti berguna berharga bernilai alasan alesan alasannya harapan tujuan makna manfaat
  semangat
  sia_sia percuma
  reason reasons point meaning purpose will worth meaningless pointless worthless hope
POINTLESS
  meaningless pointless worthless sia_sia percuma
WORTH
  pantas layak deserve
WHATFOR
  (buat|untuk|bwt|utk)_apa ngapain apa_guna apa_gunanya apa_artinya what_for whats_the_point what_is_the_point
GOON
  go_on carry_on keep_going continue going_on
KEEP
  keep
CONTINUE
  lanjut lanjutin dilanjutin dilanjutkan dilanjut continue
STILL
  masih msh still
BOTHER
  bother
NEED
  butuh need needs
MEANT
  meant
BELONG
  belong
OUT
  out keluar
LOGOUT
  log_out logout resign check_out checkout uninstall unsubscribe quit keluar
SURVIVE
  survive survived selamat tertolong make_it
EASE
  gampang lebih_gampang lebih_mudah mudah enak lebih_enak tenang lega lebih_bahagia bahagia damai indah nyaman
  ringan terbebas bebas
  easier easy peaceful peace happier relief escape comforting
  satu_satunya_jalan satu_satunya_jalan_keluar jalan_keluar jalan_keluarnya solusi solusinya solution jawaban
  answer pilihan
REST
  istirahat rest peace tenang damai
PAIN
  rasa_sakit penderitaan pain
PAINFUL
  sakit perih hurt painful
BEYOND
  hurts hurt sakit menyakitkan exhausting melelahkan
WAKE
  bangun bangun_bangun kebangun terbangun bagun wake waking woke wakeup wake_up kebuka terbuka buka_mata melek
SLEEP
  tidur tdr tidurr sleep asleep sleeping bed
SHUT
  tutup menutup close closing merem
EYES
  mata eyes
OPEN
  buka open kebuka
FOREVER
  selamanya slamanya selama_lamanya selamalamanya selama_nya untuk_selamanya seterusnya
  forever 4ever permanently eternally
  panjang
  pergi_selamanya
AGAIN
  lagi lg lgi laggi kembali anymore again any_more longer
LONGER
  anymore any_more longer lagi
DISAPPEAR
  hilang ilang ngilang menghilang ngilangin_diri lenyap musnah mnghilang hlang raib
  disappear dissapear disapear vanish cease
EXIST
  ada adaa hadir exist exists existed
GONE
  tiada almarhum pergi_selamanya
  gone
  (udah_|)pergi_selamanya gone tiada
BORN
  lahir dilahirkan dilahirin terlahir lahirkan terlahirkan born birth
REGRET
  nyesel menyesal nyesal regret salah
LEAVE
  pergi prgi pergii pulang meninggalkan tinggalkan ninggalin minggat cabut leave leaving
RETURN
  balik kembali pulang come_back return returning
WORLD
  dunia dunya bumi muka_bumi (di|dari|ke)_dunia dari_bumi dari_muka_bumi dunia_ini world earth planet
NOTHING
  nothing
EXCEPT
  selain kecuali but except
THAN
  daripada than
RATHERTHAN
  than
TONIGHT
  malam_ini tonight nanti_malam ntar_malem
DAYAFTER
  hari_esok esok
IT
  it
NEKAT
  nekat nekad khilaf hal_bodoh something_stupid hal_nekat kelewatan_batas
SAFENESS
  aman safe
SHORTCUT
  jalan_pintas easy_way_out easy_way
TRUST
  trust percaya
HOLDON
  hold_on hang_on
LEFT
  tingal
TOMORROW
  besok bsk bsok tomorrow tmr tmrw lusa
BE_HERE
  be_here here
HERE
  here sini disini di_sini around
PRESENCE
  kehadiran keberadaan existence presence
AGE
  umur umurku
BRIEF
  pendek singkat dikit short
ILLNESS
  kanker cancer tumor serangan_jantung heart_attack sakit_parah penyakit_mematikan
PLANE
  pesawat plane
FIGHT
  berjuang fight fighting bertarung
LOSE
  kalah
THERE
  di_sana di_alam there disana
REMEMBER
  kenang remember
DEATHNOUN
  kematian death ajal
"""
