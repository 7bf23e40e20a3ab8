"""Concepts of wishing, of life and of its end.

The notation is explained in `concepts.py`. Javanese, Sundanese and Minang words stand beside the Indonesian ones.
"""

WORDS = """
WISH
  picture picturing imagine imagining fantasise fantasizing bayangin membayangkan relieved hoping_the mau mo mw ingin
  pengen pengin pingin kepengen kepingin kepengin pgn pngn pgen hendak hasrat doa berdoa berharap harap semoga smoga
  moga mudah_mudahan andai andaikan seandainya nunggu tunggu menunggu menanti nanti_nanti izinkan ijinkan plis pls
  minta mohon memohon rindu ngarep mengharap mendambakan impian hoyong arep kudu harus pantas pikir mikir kepikiran
  terpikir pikiran want wanna wants wish wished wishing hope hoping hopefully pray prayed praying need craving waiting
  wait deserve dream daydream daydreaming fantasize thinking think thought ready siap would should might could must
  wannabe
WILL
  mau akan bakal bkl bakalan will going gonna gona about_to ill shall plan planning rencana berencana niat berniat
  badhe arep rek ka
INTENT
  niat niatan bermaksud maksud rencana berpikir kepikiran terpikir pikiran kepikir intention planning plan thought
EVER
  pernah prnh ever never
NOT_MEANING
  bukan_berarti tidak_berarti tidak_bermaksud
BETTERBE
  mending mendingan lebih_baik lbh_baik lebih_bagus lebih_enak lebih_mudah harusnya seharusnya mestinya sebaiknya
  better rather should shouldve should_have shouldnt biar baiknya pantasnya pantas wae saja aja
ENVY
  iri envy jealous lucky beruntung enaknya enak_ya enak_banget alangkah untungnya cemburu
PEACE
  tenang tenteram tentram damai sunyi adem lega hening senyap bebas terbebas plong peace peaceful calm quiet quieter
  relief relieved free silence silent serene relaxes soothing comforting
REST
  istirahat beristirahat rest resting rehat
TIRED
  sick_and_tired punishment penyiksaan siksaan torture hukuman beban_hidup worn_thin fed_up capek cape capekk cpek
  lelah letih jenuh muak lelahnya capai tired exhausted exhausting sick_of weary done worn_out drained bosan bosen
  sesak menyesal kesel lesu pegel
GIVENUP
  nyerah menyerah surrender give_up gave_up giving_up given_up gives_up gave ga_ada_gunanya pasrah
HATE
  benci hate hating sengit
DEAD
  mati meninggal mninggal wafat tewas mampus modar koit gugur mayat kematian ajal maut meninggoy metong matii mokad
  paeh pejah matek die dies died dead death dying corpse perish tiada binasa sekarat
KILLED
  bunuh membunuh dibunuh kill killed killing murder murdered mambunuah mateni pateni maehan
SUICIDE
  bunuh_diri bundir suicide suicidal gantung_diri nglalu lampus kendat maehan_maneh mambunuah_diri mbunuh_awak
  kill_myself killing_myself end_my_life ending_my_life take_my_own_life off_myself unalive gandir mengakhiri_hidup
  akhiri_hidup mengakhiri_hidupku akhiri_hidupku mutus_nyawa ngendat bunuhdiri
GRAVE
  dalam_peti dalem_peti peti coffins my_grave kuburku di_bawah_tanah under_the_ground six_feet batu_nisanku kubur
  kuburan dikubur dikuburin makam dimakamkan pemakaman nisan peti_mati liang liang_lahat kafan kain_kafan jenazah
  tahlil tahlilan yasin yasinan dalam_tanah dalem_tanah jadi_tanah ke_tanah kremasi dikremasi pelayat keranda
  batu_nisan memandikan dimandikan pusara kavling_makam coffin casket grave graveyard funeral funerals burial bury
  buried cremate cremated cremation tombstone headstone obituary eulogy ashes urn the_service rumah_duka dikafani
  disolatin dishalatkan
BEYOND
  surga akhirat alam_sana alam_baka alam_lain afterlife heaven next_life another_life
  (kehidupan|hidup)_(berikutnya|selanjutnya|lain) other_side di_atas_sana rumah_(bapa|tuhan|abadi) sisi_tuhan sisimu
  eternity keabadian pangkuan_tuhan sampai_jumpa_di_sana ketemu_di_sana tunggu_di_sana
  kehidupan_yang_(lain|akan_datang)
GOD
  tuhan allah alloh gusti god lord jesus yesus malaikat izrail semesta universe ya_allah yang_kuasa pangeran
  yang_di_atas
LIFE
  surviving existing hidup idup kehidupan napas nafas bernapas bernafas nyawa umur usia jantung eksistensi keberadaan
  kehadiran hirup urip nyawaku life living live lives alive breath breathe breathing heartbeat existence exist heart
LIVE
  surviving survive being_here existing_is hidup idup bertahan_hidup bernapas bernafas napas nafas live living alive
  breathe breathing existing stay_alive hirup urip
ALIVE
  hidup alive living bernapas napas
LIVING
  being_alive tetap_hidup melanjutkannya bukan_hidup be_alive
LONGLIFE
  umur_panjang panjang_umur grow_old old_age umur_berikutnya tua
SHORTLIFE
  umur_pendek umur_singkat short_life memotong_umur
COMPLEMENT
  susah miskin boros mewah sederhana sendirian bareng bersama serumah sama dengan dgn hemat sehat kere melarat lajang
  bujang jomblo sendiri gelap normal mandiri nyaman layak bebas gini gitu tenang menyesal terus_terang ngekos numpang
  di in with at together alone near on by under off without tanpa insurance style balance hack love partner sosial
  kampus kota kos pribadi santai merantau lagi_capek jacket here_in coach
HARDSHIP
  susah keras berat banget
WITH
  with what
AGE
  another_year another_day night malam weekend christmas lebaran natal new_year my_next twenties umur usia birthday
  ultah ulang_tahun age thirty twenty tahun_depan next_year tua next_month bulan_depan
TRUST
  trust percaya
SEE_SELF
  diri_saya_ada diriku_ada myself_there myself_being
REACH
  through making survive melewati lewatin sampai_ke nyampe sampai sampe reach see make_it mencapai turn
BORN
  lahir dilahirkan dilahirin terlahir melahirkan lahirkan ngelahirin born birth
WOMB
  kandungan womb rahim
RESCUED
  diselamatkan diselametin selamatin selamatkan nyelametin ditolong disadarkan resuscitate resuscitated revive revived
  saved save rescued found_me pulled_me
SLEEP
  tidur tdr tertidur sleep asleep sleeping koma coma dibius bius sare turu lalok
ASLEEP
  tidur asleep sleep tertidur turu
WAKE
  bangun bangunin terbangun kebangun dibangunkan wake waking woke wakeup sadar melek buka_mata membuka_mata
  open_my_eyes awake bangunnya tangi
STOP
  sampai_sini sampe_sini sampai_di_sini akhiri mengakhiri ngakhirin akhirin sudahi menyudahi udahin nyudahin selesai
  selesaikan kelar tamat tamatin habis abis habisi cukup cukupkan berhenti berenti hentikan stop berakhir padam
  padamkan memadamkan putus usai udahan end ending ended ends finish finished over done quit quits stops stopped cease
  ceases ceased rampung
USED_UP
  habis abis hilang run_out ran_out gone kosong lost mutusin barusan
VANISH
  hilang ilang ngilang menghilang ngilangin hilangkan menghilangkan dihilangkan dihilangin lenyap melenyapkan musnah
  hapus dihapus menghapus sirna uninstall diuninstall delete deleted erase erased raib buang dibuang disappear vanish
  evaporate fade unexist
EXIST
  ada eksis hadir exist here around there be_here aya ana
HERE
  for_me_here left_for_me here sini disini di_sini around
EARTH
  dunia bumi muka_bumi world earth planet dunia_ini alam_dunia
LEAVE
  pergi prgi berangkat minggat minggir menyingkir mundur pulang berpulang mendahului tinggalkan ninggalin meninggalkan
  menepi undur_diri nyingkrih indit go going leave leaving left depart clock_out log_out checkout check_out logout
PREDECEASE
  mendahului duluan lebih_dulu lebih_cepat ahead_of before_them
GONE
  tiada gone ketiadaan ketiadaanku absence absen jadi_kenangan tinggal_nama tinggal_kenangan hilangku
JOIN
  nyusul menyusul susul nyusulin menyusulmu join follow ikut ikutan reunite ikut_bayinya
PICKUP
  jemput dijemput panggil dipanggil ambil diambil cabut dicabut take took taken takes jemputlah
ILLNESS
  surgery operation kanker cancer tumor benjolan biopsi biopsy leukemia terminal diagnosis diagnoses divonis vonis
  kemoterapi chemo lab heart_attack serangan_jantung stroke komplikasi ambulans ambulance sakit_parah penyakit_parah
  infeksi
MISHAP
  ngerem rem brake brakes goes_wrong go_wrong went_wrong gagal_operasi plane_went_down plane_goes_down plane_crashed
  pesawat_jatuh going_off off_the_bridge nabrakin menabrakkan ketabrak_truk crashing peti_itu bus_hits
  wont_stop_in_time ketabrak ditabrak tertabrak kelindes kelindas dilindas kecelakaan ketiban tertimpa gempa tsunami
  petir kesambar kebakaran jatuh kejatuhan ambruk longsor kiamat dibegal ditembak peluru crash crashes accident
  hits_me hit_by get_hit run_over struck lightning earthquake stray_bullet collapse runs_me_over meteor drown drowned
  something_happens
FUTURE
  masa_depan masadepan hari_esok future next_year tahun_depan
DARKNESS
  gelap dark darkness black hitam item poek
EMPTYNESS
  kosong empty blank hampa
REASON
  way_forward way_out_of jalan_lain solusi cure light left_to_live alasan alesan gunanya guna arti artinya tujuan
  makna harapan semangat manfaat faedah alesanpun reason reasons point purpose meaning hope argument excuse excuses
  worth use jalan_keluar way_out exit pegangan sandaran jalan
ONLY
  satu_satunya satu2nya only cuma hanya
CONTINUE
  stay why_stay keep_doing_this keep_fighting fighting fight live_with live_like_this doing_this lanjut lanjutin
  lanjutkan dilanjutin dilanjutkan melanjutkan diteruskan terusin diterusin nerusin meneruskan bertahan pertahankan
  staying go_on going_on keep_going continue carry_on hang_on hold_on holding_on keep_living persist remain getting_up
  bangun_lagi bangun_besok dipertahankan tetap_di_sini tinggal_di_sini
CAN
  bisa bs bsa sanggup mampu kuat kuwat tahan can able kiat indak_tahan
CANNOT
  cannot cant couldnt cnt
DESERVE
  pantas layak berhak hak deserve deserves deserved worth ditakdirkan ditakdirin meant supposed belong ingin_lihat
CHOOSE
  pilih milih memilih choose choosing rather
WASTE
  dead_weight deserve_better deserves_better better_daughter better_son better_mother beban nyusahin menyusahkan
  ngerepotin merepotkan kesalahan benalu parasit sampah aib noda hama batu_sandungan burden worthless useless mistake
  failure waste oxygen oksigen nuisance disappointment liability produk_gagal gagal_total gak_guna ga_guna tak_berguna
  tidak_berguna nambah_masalah bikin_susah batu_di_sepatu anak_gagal ibu_gagal taking_up_space
EASIER
  manage thrive cope adjust heal sembuh terurus baik enak bahagia lega ringan gampang mudah tenang senang seneng damai
  bebas untung bagus nyaman lancar normal better happier happy easier lighter relieved improves improve win wins
  breathe relief fine smoother good start_over peaceful free off celebrate berkurang hilang_satu lunas aman
UNMISSED
  lupa sadar nyariin kehilangan kangen peduli nangis notice noticed miss missed care remember move_on moves_on
  moved_on keep_spinning spinning keeps_spinning forget forgot cry jalan_terus
WITHOUT
  tanpa tnpa without minus
IF
  whoever siapapun kalau kalo klo kl klau jika bila andai seandainya andaikan misal misalnya if once when unless lamun
  nek begitu
AFTER
  abis habis setelah sesudah after when
UNTIL
  sampai sampe smpe until till nunggu tunggu
BUTTON
  tombol button switch saklar
WHY
  kenapa knp knapa mengapa ngapain why kok how_come
STILL
  masih msh still harus kudu keep kept have_to must lagi
REGRET
  nyesel menyesal sesal regret wish andai seandainya kecewa disappointed
WHATFOR
  why_stay whats_left what_is_left apa_lagi_yang what_even_is why_even buat_apa bwt_apa untuk_apa utk_apa ngapain
  apa_guna apa_gunanya apa_artinya what_for whats_the_point apa_sih_gunanya what_is_the_point why_bother whats_the_use
  buat_siapa bwt_siapa untuk_siapa what_am_i_even_for gunane_opo naon_gunana
SAFENESS
  safe aman selamat
FEAR
  takut scared afraid fear terrified
DEADPERSON
  late dead almarhum almarhumah mendiang
PAINWORD
  sakit pain perih nyeri
INSTEAD
  instead_of tukar_nyawa gantiin_dia menggantikan
OFFER
  offer left
DEADFEAR
  scare scares scared takut afraid frighten
PERSONHOOD
  person human human_being manusia myself me
WAYOUT
  way option exit solution jalan_keluar jalan pilihan opsi escape
BEING
  being jadi menjadi be
ALLWORD
  all everything semua semuanya itu segalanya
ENDWISH
  stop end
ERASEDWORD
  dihapus dibuang erased deleted dihilangkan dihilangin dimusnahkan
LESS
  less fewer berkurang
ONE
  one satu
KEEPING
  keeping keeps menahan nahan bikin
NGLALU
  nglalu lampus kendat maehan_maneh mambunuah_diri mbunuh_awak ngendat bunuhdiri habisi_nyawa menghabisi_nyawa
  mutus_nyawa habisi_diri
MEETS
  ketemu bertemu meet jumpa berkumpul
WELCOME
  syukur biarin gapapa bagus yaudah beres wouldnt_mind dont_mind fine_by_me
OWNHAND
  tangan_sendiri my_own_hand my_own_hands
ENDIT
  akhiri mengakhiri ngakhirin akhirin
EVERYDAY
  tiap_(hari|jam|malam) setiap_(hari|malam|jam) terus_menerus every_(day|night) constantly
COUNTERFACT
  (kalau|kalo|kl)_bukan_karena if_it_wasnt_for if_not_for if_it_werent_for kalau_ga_mikirin kalau_bukan_demi
BEYONDWORD
  lewat melewati past
POINTWORD
  titik point
LIMIT
  batas ujung titik_akhir limit
HEALING
  sembuh berobat kemo chemo terapi cuci_darah treatment diobatin pengobatan
CARESFOR
  peduli care ngurus mikirin
THISLIFE
  mau_jadi_apa kejadian_apa
INVAIN
  sia2 sia_sia percuma pointless in_vain
HELPED
  ditolong diselametin diselamatkan dibenerin saved helped disembuhin
LOATH
  segan males malas enggan
SEEING
  see melihat liat ngeliat
LIGHTWORD
  cahaya titik_terang secercah
IMAGINES
  kebayang terbayang picture imagine
NOTHING_LEFT
  nothing_left_(for|holding|to_live|to_fight|to_lose) nothing_left_buat ga_ada_lagi_yang_(nahan|bikin)
  nothing_(holds|keeps)_me
MOURNS
  grieve cry nangis menangis sedih mourn
BRIEFLY
  for_a_(bit|while|week|day) sebentar sementara bentar_doang seminggu_doang
SHORTEN
  cepetin percepat mempercepat pendekin memendekkan shorten hasten
PRAYING
  doa doaku doain berdoa pray prayer praying sujud
DISEASE
  penyakit sakitku covid corona virus kanker cancer tumor disease illness
TRADE
  tuker tukar barter swap trade
BATHED
  dimandiin dimandikan dishalatin disolatin
"""
