"""Concepts of time, and of no, already and no more.

The notation is explained in `concepts.py`.
"""

WORDS = """
SOON
  tuesday thursday wednesday by_friday by_sunday by_tomorrow ten_minutes until_ten eleven lebaran senin selasa rabu
  kamis sabtu minggu_depan sebelum_pagi detik_terakhir in_a_few_hours at_dawn malam_ini malem_ini mlm_ini mlem_ini
  nanti_malam nanti_malem ntar_malem besok bsk lusa minggu_ini hari_ini hr_ini sekarang skrg skrang skarang
  sebentar_lagi bentar_lagi bentar habis_ini abis_ini setelah_ini sesudah_ini subuh magrib isya tengah_malam bengi_iki
  sesuk saiki peuting_ieu isukan malam_jumat mulai_besok sebelum_subuh tonight tomorrow today now rn soon this_weekend
  this_week after_this after_tonight by_morning midnight friday sunday monday saturday weekend this_time kali_ini
  bulan_ini akhir_bulan nine_days anniversary tanggal_tujuh
NOW
  hour_ago hours_ago minutes_ago jam_lalu menit_lalu sekarang skrg skrang now rn barusan tadi baru_aja baru_saja lagi
  sedang malam_ini malem_ini hari_ini tonight today saiki ayeuna just im udah_di sudah_di right_now bengi_iki semalam
  semalem yesterday kemarin last_night
THIS
  ini this ieu iki
TIME
  kali time malam night hari hr day waktu
LAST
  detik_terakhir the_end terakhir trakhir terakir last final penghabisan pamungkas sampai_akhir sampe_akhir
  till_the_end until_the_end
FOREVER
  selamanya slamanya selama_lamanya seterusnya forever for_good permanent permanently eternally never_again
  untuk_selamanya seumur_hidup kekal abadi for_real sejauh_jauhnya pulang_yang_sebenarnya
LATELY
  dari_tadi dari_maghrib dari_sore dari_siang since_noon for_hours engine_off mesin_mati berjam_jam
WHENEVER
  pas saat ketika when while once begitu
WHENWORD
  kapan when jam waktu time
DATE
  tanggal tanggalnya tgl date harinya jam waktunya tempatnya where when_exactly seribu_hari tempat calendar kalender
  hari_h
DAYS
  hari days hours jam harinya
ORD
  th st nd
NOT
  tidak tdk tak gak ga gk g nggak ngga enggak engga kagak kaga ndak nda ora ngak bukan bkn jangan jgn belum blm tanpa
  gausah gapernah teu moal indak alah_ndak dudu henteu dont doesnt didnt wont wouldnt cant cannot couldnt isnt arent
  wasnt werent shouldnt never no neither nor aint havent hasnt nothing none nobody noone not without tanpo
NOBODY
  nobody noone no_one tidak_ada_yang
MORE
  lagi lg lgi again anymore longer any_more more terus trs lagi2 deui maneh lai mbaleni
AGAIN
  lagi lg again tiap every terus
DONE
  udah udh uda sudah sdh dah telah already done wis alah parantos tos
JUSTLEFT
  tinggal tingal tgl cuma_tinggal hanya_tinggal all_i_need just_need just_have_to all_thats_left only_thing_left
"""
