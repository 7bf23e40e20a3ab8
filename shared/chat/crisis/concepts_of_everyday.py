"""Concepts of harmless scenes: where they are named, words of danger mean something else.

The notation is explained in `concepts.py`.
"""

WORDS = """
LAUGHTER
  wkwk wkwkwk wkwkwkwk wk haha hahaha hahahaha hehe hihi lmao lmfao rofl ngakak ngakaknya receh kocak hahahah xixixi
  awokwok wkwkw wkwkwkw haha2
GAME
  game games gim gameplay ml pubg valorant valo roblox gta genshin dota ff free_fire minecraft elden_ring among_us
  respawn respawning rank ranked mabar push_rank raid healer level boss_terakhir bossnya hero combo sniper impostor
  npc fortnite cod damage character karakter mission turnamen catur chess musuh werewolf mafia turret minion mythic
  tower_ancur solo_queue mlbb tank headshot impostornya uno monopoli esport banned ke_banned gacha nerf party_game
  paintball ronde noob tim_gue timku party nge_push scrim
MEDIA
  film filmnya movie movies lagu lagunya song songs novel novelnya drakor series serial episode eps anime manga lirik
  lyrics netflix nonton_drama sinetron adegan scene puisi cerpen podcast dokumenter documentary judul judulnya plot
  soundtrack album band bioskop konser book_club tokoh stage overrated youtube trailer nonton watching komik sequel
  season author theater theatre museum teater on_repeat baca_buku heavy_read idola comeback fancam idol biasku oppa
TOPIC
  berita_tadi baca_berita di_berita berita_soal news_says lecture tentang ttg materi materinya penelitian research
  paper makalah artikel berita_pembunuhan berita_di kampanye seminar webinar statistik psikologi_abnormal essay esai
  prevention pencegahan mencegah jurnal koran headline kata_polisi tersangka dilaporkan reportedly evakuasi tim_sar
  jadi_korban korban_jiwa ada_korban selebgram viral_di di_tv journal responden survei debat mosi mosinya hotline
  topik risk_factors summarize euthanasia breaking_news liputan konten caption poster policy durkheim volunteer
  relawan referensi reference ethical jelasin temanya khotbah ceramah kajian pengajian ustaz_bilang kata_ustaz
  kata_pak_ustaz pendeta_bilang ajengan pangaosan dosa_besar gangguan_jiwa tugas_kampus beda_sama content_moderation
  cari_perhatian sermon agen notaris notary premi kelurahan akta iuran kpr kavling promo fotokopi kata_petugas
  ada_yang_tertabrak masinis dokumentasi psikolog_soal ditemukan_(tewas|meninggal|gantung_diri) found_dead
  kasus_bunuh_diri angka_bunuh_diri
HISTORY
  perang sejarah history abad pahlawan samurai cleopatra socrates van_gogh kurt chairil zaman jaman tahun_90an century
  war historian belanda jepang buyut leluhur penjajahan
LONGAGO
  years_ago tahun_kemarin masa_lalu dulu waktu_(sma|smp|sd|kecil|kuliah|remaja) pas_(sma|smp|sd|kecil)
  (tahun|bulan)_lalu back_in when_i_was used_to long_ago in_high_school in_college last_year puluhan_tahun
  di_(sma|smp|sd|kampus_dulu) behind_me behind_us sebelum_saya_lahir sebelum_aku_lahir before_i_was_born
OKAY
  grateful bersyukur stayed_alive glad thankful bahagia pulih sembuh baik membaik lewat lega okay fine better happy
  nggak enggak well syukurlah selamat
ALREADY_WELL
  sudah_pulih udah_pulih sudah_sembuh udah_sembuh recovered been_well alhamdulillah syukurlah
YEARSCLEAN
  setahun_bersih clean_from bersih_dari been_clean clean_for
LEISURE
  medsos socmed sosmed social_media instagramku foto_foto foto_dulu foto_bareng fotonya_bagus kemah tent tenda_kita
  rooftop_cafe bike_ride swimming berenang_yuk berenang_di main_pasir pelampung ferry kapal_feri liburan staycation
  healing camping kemping mendaki hiking snorkeling kolam mancing sunset sunrise fotoin ngopi nongkrong piknik
  barbecue bbq konser trip vacation holiday weekend_trip gym wisata panjat_tebing cakep view pemandangan cerah
  kelihatan_gunung surfing hike jalan_jalan bali jogja puncak coffee tenda makan_siang keren perahu nelayan pancing
  futsal takut_ketinggian fear_of_heights flying_fox bungee outbound wahana rollercoaster roller_coaster turis tourist
  instruktur instrukturnya kembang_api fireworks kaca_di jembatan_kaca hotel_bintang museum paralayang paragliding
  rafting nemenin_anak anak_main main_air berenang_sama renang_sama festival berburu menembak hunting
ERRAND
  moving_out pindah_kos pindah_rumah pindahan alergi allergic new_job kerja_baru detox titip_salam salam_buat warung
  undangan tamu mondok pesantren arisan kenduri hajatan pulang_kampung makan_duluan beliin es_krim selamat_lebaran
  ke_tetangga_aja minal_aidin tanah_suci for_a_week a_week 12_jam bangunkan_aku bangunin_aku bangunkan_saya alarm
  long_weekend cabin resort staycation pantai_bali mudik dinas_ke perjalanan_dinas seminggu sebentar_ya till_sunday
  till until_monday rantau tanggal_10 work_trip puskesmas haji umrah luar_kota liburan bulan_madu honeymoon
  business_trip weekend cuti kontrak ojol pasar kantin kabari jepang malaysia piknik kpr reuni nggak_ikut gak_ikut
  ga_ikut airport boarding landing while_im password_wifi pelupa biar_ga_lupa biar_gak_lupa biar_nggak_lupa takut_lupa
  so_i_dont_forget perpanjang stnk visa paspor passport gajian_pertama netflix mertua_di back_friday back_monday
  back_on im_back titip_satpam ke_satpam paketnya_titip surat_ulang_tahun kado_ulang_tahun mau_lamaran ke_bandara
  acaranya beli_baru bought_a_new upgrade balik_kampung
OFFICE
  at_the_office last_day hari_terakhir_kerja resign kantor internship magang wisuda lulus graduated graduation pensiun
  perpisahan_kelas coworkers company kelas sekolah_baru rt grup group linkedin farewell_party mutasi notifications
  notifikasi sma smp ketua wfh jabatan landlord sesi sesinya session hrd hr divisi hari_kerja meeting desainnya dana
  homework nikah wedding pesantren
RESUME
  besok_lagi besok_cerita disambung lanjut_besok see_you sampai_ketemu ketemu_lagi talk_tomorrow talk_later talk_on
  ttyl nanti_balik later mau_mandi ngantuk makan_dulu nanti_lagi gotta_go sampai_nanti dinner jemput_anak jemput_putu
  tidur_dulu disambung_lagi brb lembur restaurant order
CHORE
  tali_tas tali_rambut tali_rafia tali_masker tumpul alis kandang kambing_di sapi treehouse nails kayu memotong_kardus
  kardus_paket kuku rusak macet bocor patah dibetulkan membetulkan kuncinya_hilang kunci_hilang goyang watering
  menyiram_tanaman menyemprot nyemprot roti mengembang bikin_roti knife_skills cooking_class kandangnya_kambing
  jarang_disiram cacing tensi buat_gudang di_warung di_minimarket di_supermarket tikusnya_banyak banyak_tikusnya
  kecoanya_banyak nyamuknya_banyak padi_di tikus_merek nyamuk_merek tali_sepatu sepatu_baru tas_ransel bersihin cuci
  nyuci ngepel nyapu kotor kupas ngupas daging buah banyak_tikus kecoanya semutnya digerogoti antena ngecat listriknya
  rautan prakarya mading tugas_seni plester asah mengasah tukang_cukur salon potong_rambut creambath pramuka layangan
  tarik_tambang lomba tetelo daycare jemuran masak memasak dapur_saya jarum_jahit menjahit cukur dicukur shaving maket
  kertas kado bungkus_kado sawah kecoa servis service bengkel dipasang pasang tukang memperbaiki benerin lem kerajinan
  jualan dagang crafts craft gardening kitchen umpan chef cooking recipe sambal sayur bawang salad kue wereng
  nyamuk_nya nelayan potong_ayam diasah_dulu merk merek buat_tugas at_work genteng recommend hair_dye my_hair
  tempat_tidur mesin bau_banget nyengat toko_tani rumput_buat pupuk bau_nya aroma kebun_bapak kebun_belakang
  buat_kebun di_ladang
CLINIC
  sakit_kepala suplemen obat_batuk obat_flu obat_jantung obat_maag obat_pusing tebus kontrol_ke sisa_obat dosis_obat
  kali_sehari tablet_vitamin dokter doctor apotek pharmacy resep flu pilek batuk batuknya demam pusing maag sakit_gigi
  vitamin antibiotik cold jet_lag headache asma migrain mens diare alergi allergy prescription vaksin klinik a_day
  sehari per_hari sesudah_makan nurse perawat pil_kb pills_kb kb birth_control mood_swing jangkauan_anak out_of_reach
  barang_kecil suster bidan obat_kb antidepressant with_breakfast
COMMUTE
  penumpang jadwal_kereta naik_kereta nunggu_kereta krl_pagi pulang_kerja arah_kantor ketinggalan telat late macet
  delay delayed tiket_kereta krl_penuh packed stuck berangkat_kerja commute ngantor terlambat kampus_lain interview
  liftnya cicilan setiap_hari traffic nyebrang_jembatan mau_ke_rumah pulang_kantor lalu_lintas jalan_tol diklakson
  motor_mogok mobil_mogok
FOODIE
  nasi seblak bakso spicy rice noodles cake dessert sate burger pizza soto rawon dimsum indomie pedes pedas pedasnya
  makanan enak_banget sambal mie ramen durian level_10 ayam_geprek cafe boba mixue lapar laper diet martabak latte
  coffee kopi chocolate delicious eat rendang bite jagung tusuk_sate bakar2an bakar_bakaran bakaran barbekyu panggang
  grill ikan_bakar ayam_bakar bakar_jagung bakar_ikan
GADGET
  hp laptop pc wifi baterai battery batre phone charger server listrik ac printer aplikasi app kulkas mesin motor
  lampu tv komputer airpods memory process sinyal layar internet jam_tangan akun account kipas
EXAM
  belajar fokus tes tahun_depan gagal_tes audisi seleksi test next_year utbk snbp snbt cpns ujian exam exams beasiswa
  scholarship lamaran lowongan interview wawancara sbmptn jalur mandiri apply lomba kompetisi remedial daftar kuis sim
  berat_tp pelan2 pelan_pelan
GRIEVED
  ziarah passed_away turut rip berduka melayat tahlilan_sekeluarga empat_puluh funeral_was beautiful makam_ibu
  makam_ayah keluarganya duka condolences husnul nyadran bersih_bersih arwah keluarga_kumpul minta_dikubur
FIGURATIVE
  mati_gaya mati_kutu mati_penasaran setengah_mati mati_matian cinta_mati harga_mati hukuman_mati mati_kepanasan
  mati_lampu to_die_for die_for kill_for id_kill dead_tired killing_me end_of_me over_my_dead_body suicide_mission
  buried_alive slowly_killing mati_kelaparan mati_ketawa mati_bosan mati2an dying_to die_of killed_it killing_it
  dead_serious literally_dead mati_lemas hidup_segan_mati_tak_mau rather_die_than_eat mati_total died_inside mati_suri
  so_dead kayak_mau_mati kyk_mau_mati serasa_mau_mati rasa_mau_mati sampai_mau_mati macet macetnya kelakuan matilah
  matilah_kita matilah_aku mati_berdiri mati_duduk mati_mampus mati_rasa_bibir
DENIAL
  not_suicidal tidak_suicidal safe_kok aman_kok love_my_life hate_mondays maksudnya salah_paham lebay
UNREAL
  kenyataan angin bola ball hit_me_up instagram mundur wa harga_diri
WORK
  month_end numbers quarter release_notes slides pitch manager payroll tax kpi target proposal finals midterm essay
  professor semester uts uas skripsi exam_week group_project sprint overtime intern_report rekap shift lemburan coding
  bug deploy client_call kuartal tutup_buku lembur deadline deadlines revisi revisinya dosbing dospem rapat meeting
  kerjaan kerja_rodi kasir laporan presentasi invoice spreadsheets deck client klien audit closing_kali tugas tugasnya
  homework project proyek thesis bab submit magang absen laundry desain desainnya sarjana font redesigning typo slide
  sks ujiannya revision report assignment final_exam dosen dana budget kuis remed lapor_pajak code kode penguji sales
  omset omzet supervisor direktur direksi inventory stok_opname akhir_kuartal sidang_proposal closing_akhir
  closing_bulan closing_an beban_tim beban_kelompok ngoding
BODILY
  malu panas panasnya gerah lapar laper haus ngantuk kenyang pedes pedas pedasnya dingin ganteng cantik cakep lucu
  ketawa gabut kebelet starving embarrassing embarrassed hungry cold hot sweating kaget deg_degan grogi seru gemes
  gemas penasaran kepedesan kepedasan kedinginan kepanasan rindu kangen nunggu_weekend capeknya cape_lari habis_lari
  nervous diskon diskonnya weekend hasil jakarta cringe spicy
ASKED
  kamu km you do_you apakah kakak_pernah kak_pernah lu
DYING
  dying sekarat
APAAPA
  apa_apa apa2 aneh_aneh
OUTSIDE
  luar outside kebuka
ROUTINE
  wifi wifinya sinyal kenceng rumah_saya kos_saya kantor_saya rumah_kami my_office my_house near_my_house kamar_kosku
  dekat_rumah tiap_hari setiap_hari every_day kosku rumahku tinggal_di cafe makan jemput sama_temen bareng lift
  liftnya apartemenku kamarku jemuran lari kerja work sama_teman teman_teman lunch cuaca sudah_biasa nunggu_kereta
  penyeberangan
KOK
  kok
ADMIN
  klaim premi agen polis_baru notaris dealer cicilan pajak samsat bank kantor_pos unit_link soal_tanah ahli_waris
  hibah balik_nama bpn perpanjang visa
ACCIDENT
  dicakar kegigit kena_pisau jatuh_dari lutut lututku motong_bawang scraped tripped
LIFECHANGE
  kerja pekerjaan bekerja jurusan kuliah menikah nikah pindah resign usaha bisnis jualan hijrah job career putus_sama
  mutasi rokok merokok smoking kopi
ASKWORD
  apa what why
MAKES
  bikin buat membuat makes make made
WELL
  bahagia happy sembuh pulih bersyukur grateful thankful bangga proud nikah menikah married lulus punya_anak kuliah
  kerja rutin_terapi enak damai stabil stable
SINCE
  dari sejak since from
NAMEIT
  namanya namanya_itu
BLUNDER
  wrong_(person|number|chat|group|name) waved_at cringe kepeleset kesandung ketuker tag_dosen malu_maluin typo
  pas_salah salah_(panggil|nama|chat|tag|sambung|grup|ketik) salah_kirim_(stiker|foto|chat|file|pesan|email|voice)
EARLIER
  tadi kemarin yesterday semalam siang_tadi barusan
LOST
  hilang ketinggalan lost jatuh patah
BOSS
  dosen bos boss atasan guru penguji klien client manager supervisor mandor direktur dosbing dospem teacher lecturer
TASKING
  ngerjain ngulang daripada than nyelesaiin garap menggarap doing ngisi nyusun nulis grading
SOMEPEOPLE
  banyak_yang ada_yang banyak_orang ada_orang many_people orang2
ALONGWITH
  sama bareng bersama with ama barengan
CARRYING
  nemenin ngajak bawa nganter jagain
HOLD_LAUGH
  nahan_tawa nahan_ketawa ketawa tertawa laughing
PRESCRIBED
  kata_dokter dari_dokter resep_dokter dokter_kasih dokter_bilang diresepin sesuai_resep anjuran_dokter
  (the|my)_doctor_(said|told|prescribed|says) as_prescribed
AWHILE
  seharian sejam semalaman sampai_(siang|sore|puas) all_day all_weekend till_noon for_a_day sehari_aja dua_hari a_nap
  nap
LIKEAS
  serasa kayak kaya sampai sampe rasanya
MISSING
  kangen rindu
"""
