"""Concepts of decisions, partings and what people leave behind.

The notation is explained in `concepts.py`.
"""

WORDS = """
EACH
  satu_satu satu2 masing_masing each every_one one_for
REALLY
  beneran serius sungguhan really seriously for_real serious seriusan
DECIDE
  made_peace talk_me_out cant_be_stopped no_turning_back ga_bisa_dicegah sticking_to sudah_ikhlas mantep settled
  ready_to_go at_peace_with putuskan putusin mutusin memutuskan keputusan bulat mantap tekad pilih milih memilih
  pilihan nentuin tentuin menentukan pastiin mastiin decide decided decision choice choose chose made_up_my_mind
  mind_is_made_up made_my_choice determined committed promised_myself my_mind by_choice final_answer udah_yakin yakin
  certain niat settled_on
MY_CHOICE
  pilihanku pilihan_(gue|gw|aku|saya) my_choice keputusanku keputusan_(gue|gw|aku|saya) my_decision
BY_CHOICE
  by_choice cara_sendiri caraku my_own_way my_way my_own_terms
WAY
  cara jalan way terms tangan
OWN
  sendiri own
DOIT
  how_im_going the_plan my_plan a_plan use_it ngelakuin lakuin lakukan melakukan dilakukan eksekusi execute laksanakan
  nekat do_it doing_it did_it go_through going_through end_it ending_it finish_it do_something act_on get_it_over
  gets_it_over end_this end_things akhiri_ini aku_akhiri gue_akhiri gw_akhiri hampir_jadi end_it_all finish_this
ATTEMPT
  nyoba coba cobain mencoba ngulang ulangi ulangin percobaan attempt attempted attempts tried try overdose overdosis
  ngulangin mengulangi
TRYNOUN
  percobaan attempt attempts
FAIL
  gagal gagalnya fail failed failing survived ketauan ketahuan digagalin berhasil succeed success works woke_up
  ga_jadi ditolong noticed
COUNTED
  kedua ketiga keempat kelima pertama third second fourth fifth first kali kalinya times
HOSPITAL
  igd ugd rumah_sakit hospital icu discharged psych_ward opname
COURAGE
  berani keberanian nyali courage brave guts nekat tega takut ragu scared coward pengecut hesitating ragu2 tempted
  nerve
WAIT_QUIET
  nunggu menunggu waiting wait
LOCKOUT
  jangan_telpon jangan_lapor jangan_stop dont_stop dont_call dont_report jangan_report jangan_bilang jangan_beri_tahu
  jangan_hentikan
WORDSOF
  chat pesan pesen ngobrol obrolan kata suara kontak telepon curhat ketemu peluk pelukan salam tulisan tweet status
  story dengar denger kudengar message messages text talk talked call hear conversation letter note post hug words
  voice chatting email
PERSON
  person orang name one
FROM
  dari from sama of
GREET
  pamit pamitan berpamitan dadah bye byebye goodbye farewell selamat_tinggal slamat_tinggal so_long adieu sayonara
  selamat_malam selamat_jalan good_bye goodnight wilujeng_kantun salam_perpisahan last_goodbye
SHORTLY
  dulu dlu duluan sebentar bentar rumiyin now_mas for_now heula
ENDWORD
  up
THANKS
  makasih makasi mksh mksih terima_kasih trims suwun nuwun thanks thank thankyou thx tengkyu hatur terimakasih
SORRY
  maaf maafin maafkan sorry sori forgive ampun apologize apologise hapunten
PLEASE
  tolong tlg please plis pls mohon ya kak promise janji
FORGIVEN
  maafin maafkan memaafkan maapin forgive forgave forgiven ikhlas ikhlasin ikhlaskan relakan relain hapunten
EVERYTHING
  satu_demi_satu one_by_one satu_per_satu charity semua semuanya smua smuanya segalanya everything all selama_ini
  everyone everybody guys kalian every sadayana satu_satu satu2 world dunia tetangga orang_tua
CARE
  jaga jagain jagakan menjaga titip nitip titipin dititip rawat rawatin dirawat merawat urus urusin asuh diasuh siram
  siramin disiramin kasih_makan diurus temenin look_after take_care take_good_care care_for feed watch_over raise
  protect taken_care
PROMISE
  janji promise
CHECKON
  make_sure pastiin pastikan remind ingetin ingatkan jangan_lupa jgn_lupa
TELL
  bilang bilangin sampaikan sampein sampaiin kasih_tau kasihtau kabarin ceritakan ceritain katakan tell let_them_know
  pass_on deliver
FEELING
  sayang cinta maaf bangga marah benci salah tenang sakit ikhlas bahagia nyesel dendam maafin maafkan memaafkan love
  loved loves sorry proud angry hate hated fault forgive forgave mad pain peace tried best
BLAME
  salah nyalahin salahin menyalahkan salahkan disalahin salahnya menyesal disesali nyesel sesali fault blame blaming
  guilty guilt wrong
MOURN
  nangis nangisin menangis tangisi ditangisi sedih bersedih cari nyari nyariin cariin mencari tunggu nunggu nungguin
  tungguin menunggu kangen kangenin bangunin kaget cry mourn look_for looking_for wait_for wait_up search sad grieve
  miss find_me surprised
RETURN
  pulang balik kembali come_back coming_back be_back return returning comeback came_back uih mulih baliak
BOTHER
  ngerepotin merepotkan repotin repot nyusahin menyusahkan ganggu gangguin ngeganggu mengganggu bebanin beban bother
  worry bothering problem burden trouble deal worrying problems
ENOUGH
  cukup cukuplah enough
NEED
  butuh perlu need needing
GIVE
  kasih dikasih kasihin berikan diberikan beri hibahin hibahkan wariskan mewariskan warisan bagiin bagi2in dibagi
  donate kuberi give gave giving given have inherit yours belongs diambil lepaskan transfer transferred
BELONGING
  barang barang2 barangku buku bukuku baju bajuku sepatu laptop hp motor mobil cincin gitar kamera mesin_jahit koleksi
  tabungan celengan rekening saldo warisan uang duit atm dompet perhiasan hamster kucing anjing kardus playlist stuff
  things belongings clothes ps5 guitar camera watch jewelry ring savings money account books cat dog plants bike car
  records collection everything_i_own hoodie diary =PET
HEIR
  buat untuk bwt utk for to
PAPERS
  my_will a_will will_on surat_wasiat goodbye_letter goodbye_note suicide_note a_note email voice_note pesan_suara
  playlist_link google_drive gdrive surat suratnya note letter letters wasiat video
VALUABLES
  accounts subscriptions cards debt debts bills tagihan pinjaman pin_hp akun atm_ku password sandi pin asuransi
  insurance beneficiary rekening buku_tabungan surat_tanah sertifikat bpkb dokumen testament polis passwords
  life_insurance utang hutang savings tabungan saldo warisan dompet
WRITE
  nulis tulis menulis ditulis nulisin write wrote written writing record recorded rekam merekam scheduled jadwalin
  dijadwalin jadwalkan schedule siapin bikin bikinin prepared taro taruh ditaruh kusun susun tempel kutempel catat
  kucatat mencatat nyatet dicatat
READS
  baca membaca kebaca dibaca read reads reading nemu nemuin menemukan ditemukan find finds found denger dengar hear
  hears
NEWS
  berita kabar news
HAPPENS
  terjadi kenapa_napa kenapa2 napa2 happens happened apa_apa
ARRANGE
  cancelled cancel deleted paid wrote left hapus_semua ninggalin tinggalin kutinggalkan nothing_left_to_do siap siapin
  nyiapin menyiapkan disiapin beres beresin lunas lunasin rapi rapiin rapikan susun menyusun kususun kardusin bereskan
  sisa diganti bayar dibayar melunasi kosongin kosongkan mengosongkan bungkus nge_plan ngeplan matang taruh taro
  ditaruh ready prepared prepare set packed packing labeled labelled label arranged sorted plan planned cleaned
  emptied settled done canceled affairs transferred
SET
  pilih milih picked pick chose set tentuin nentuin ditentukan tentukan countdown survey lihat kalender hafal marked
  menandai ditandai jadwal jadian lingkari lingkarin kulingkarin circled circle nandain
FREED
  lepas melepas lepasin lepaskan let_go letting_go release dilepas
RELEASE
  diminum ditelan ditarik diteguk lompat loncat
NOPAIN
  sakit sakitnya air_mata pain tears sinyal sedih
SOMEWHERE
  tempat place tmpt
WHERE
  where mana
BRIGHT
  terang light indah jauh better tenang damai
PHONEOFF
  offline matikan matiin nonaktif tidak_aktif unreachable blokir
HOME
  rumah kos kosan house home asrama kampung
TAIL
  pas waktu saat this malam hari minggu setelah sebelum before after karena because krn biar supaya so tapi tp but
  sampai if as when lagi lg aja aj saja ya kak nanti besok bsk deh sih dong anymore please pls tolong jangan jgn kasih
  bilang siapa tell give then who dan sini tomorrow mas mbak bu pak kok gitu selamanya forever here duluan disini
  whatever teh semua tonight everyone kucing anjing would mereka mending mungkin maybe itu juga they disitu tetap wae
  deui
REASSURE
  dont_worry jangan_khawatir jgn_khawatir tenang_aja tenang_kak no_worries santai ga_usah_khawatir gausah_khawatir
MERELY
  cuma cuman hanya just only
DEED
  end_it ending_it ends_it do_something hal_bodoh hal_nekat go_through_with going_through_with finish_it get_it_over
  end_it_all act_on_it
LIFE_INSURANCE
  asuransi_jiwa life_insurance asuransinya
TURN
  giliran giliranku my_turn next_in_line
BEFORE
  before sebelum
SEMPAT
  sempat sempet keburu
VOICE
  suara suara_suara voice voices bisikan brain otakku kepalaku
COMMAND
  nyuruh suruh menyuruh telling tells told memanggil manggil bisikin saying
THERE
  sana there disana
BEEN
  been be jadi
WHO
  yang yg
OUT
  out keluar
NO_ONE_HOME
  everyones_out everybodys_out no_one_home nobodys_home rumah_kosong rumah_sepi home_alone sendirian_di_rumah
  house_is_empty
LIVEON
  live_well be_good be_happy be_brave hidup_bahagia baik_baik_ya sehat_sehat_ya jaga_diri_kalian live_for_me jaga_diri
  take_care look_after_yourself take_care_of_yourself
TRIED
  tried berusaha mencoba bertahan
LOVE
  love sayang cinta
HEAVY
  capek lelah nangis menangis sedih hancur beneran serius sungguhan tired crying hurts seriously takut kosong really
  malam_ini tonight
PRETEXT
  bilangnya told_(her|him|them|everyone)_(it|i|its|that) gue_iyain aku_iyain
  biar_(ga|gak|nggak|tidak)_(ditanya|curiga|ketahuan|dicurigai) without_them_knowing tanpa_mereka_(sadar|tahu|tau)
  so_no_one_(asks|suspects|knows) ga_curiga beda_beda buat_jemuran_ya alasannya
NOT_AS_USUAL
  bukan_(buat|untuk|mau)_(naik|pulang|liburan|jemuran|main|mancing|foto|berenang|dipake|dimakan) bukan_ke_rumah
  bukan_liburan not_to_(ride|swim|fish|sleep|come_back|take_the_train) not_for_(camping|cooking|fun|work)
UNUSED
  kepake dipake pakai pake terpakai used using
KNOWS
  tau tahu know knows knew kenal
TYPING
  ngetik mengetik typing sambil_nulis while_i_type ngetik_ini
EMPTYHOUSE
  kosong sepi empty
RIGHTTIME
  waktu_yang_pas saat_itu saat_yang_(tepat|pas) the_right_time perfect_time waktunya_pas
STEPWORD
  step langkah urusan
SPARED
  bingung repot susah kerepotan kebingungan confused figure_it_out guess
SOTHAT
  biar supaya agar so
FINDS
  nemu nemuin menemukan nyari find finds found temuin
PHOTO
  foto photo pigura
REPLY
  bales balas membalas dibales reply jawab answer
CHECKS
  check_on cek_in check
CALLHELP
  polisi police ambulans ambulance
WATCHES
  lihat liat melihat ngeliat jaga jagain doain doakan watch watching look looking smiling
ABOVE
  atas jauh sana langit above heaven up_there
BYTIME
  by_the_time
FAR
  jauh far
REMEMBERS
  ingat inget ingatlah kenang remember
SMILE
  ketawa senyum laughing smiling tertawa
GOODTIMES
  bahagia happy utuh sehat baik yang_baik
TALE
  cerita kisah story perjalanan
EMBRACE
  peluk cium kiss hug tengok tengokin jenguk ceritain temenin
FORME
  gantiin_aku gantikan_aku for_me atas_namaku
EVERY
  tiap setiap every
ANOTHER
  kehidupan_yang_lain dunia_lain another_life
BETTER
  baik better
GRASP
  paham ngerti mengerti understand
DEBT
  utang hutang utangku utangnya debt owe
ALMOSTWORD
  hampir almost nyaris closer
"""
