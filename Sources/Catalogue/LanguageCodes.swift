/// The tables behind `LanguageTag`.
enum LanguageCodes {
  /// ISO 639-1.
  static let two: Set<String> = Set(three.values.filter { $0.utf8.count == 2 })

  /// Codes that ISO 639-1 has replaced.
  static let replaced = ["iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro"]

  /// From three letters to the shortest code, as BCP 47 demands.
  static let three: [String: String] = {
    var codes: [String: String] = [:]
    for pair in pairs.split(separator: " ") {
      let parts = pair.split(separator: ":")
      for code in parts.dropFirst() { codes[String(code)] = String(parts[0]) }
    }
    for code in alone.split(separator: " ") { codes[String(code)] = String(code) }
    return codes
  }()

  /// ISO 639-1, then 639-2/T (also 639-3), then 639-2/B where it differs.
  private static let pairs = """
    aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara:arb as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul \
    bi:bis bm:bam bn:ben bo:bod:tib br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces:cze cu:chu cv:chv \
    cy:cym:wel da:dan de:deu:ger dv:div dz:dzo ee:ewe el:ell:gre en:eng eo:epo es:spa et:est eu:eus:baq fa:fas:per \
    ff:ful fi:fin fj:fij fo:fao fr:fra:fre fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin \
    ho:hmo hr:hrv:scr ht:hat hu:hun hy:hye:arm hz:her ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl:ice \
    it:ita iu:iku ja:jpn jv:jav ka:kat:geo kg:kon ki:kik kj:kua kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas \
    ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah \
    mi:mri:mao mk:mkd:mac ml:mal mn:mon mr:mar ms:msa:may mt:mlt my:mya:bur na:nau nb:nob nd:nde ne:nep ng:ndo \
    nl:nld:dut nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli pl:pol ps:pus \
    pt:por qu:que rm:roh rn:run ro:ron:rum ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slk:slo \
    sl:slv sm:smo sn:sna so:som sq:sqi:alb sr:srp:scc ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk \
    th:tha ti:tir tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven \
    vi:vie vo:vol wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho:chi zu:zul
    """

  /// Codes of three letters that have none of two, as far as report catalogues use them; `mul` and `zxx` say that
  /// there are several languages, and none.
  private static let alone = """
    ace ady ang arc arz asa ast bal ban bas bem ber bho bik bin ceb chk chr cmn cop crh csb dak din doi dsb dua dyu efi \
    egy fil fon frm fro fur gaa gil gmh goh got grc gsw haw hil hmn hsb iba ilo jam kaa kab kac kam kha kmb kok kos kpe \
    krc kru ksh lad lez lol lua luo lus mad mag mai mak man mas mdf mic min mni moh mos mul mus nah nap nds new nia niu \
    nso nym nyn nyo pag pam pap pau pon prs rar rom sah sat scn sco shn sid sma smj smn sms snk srn srr suk sus syc syr \
    tem tet tig tiv tkl tlh tpi tum tvl tyv udm umb vai war was wuu yap yue zap zxx zza
    """

  /// Names in English and in the language itself, and the commonest in French, German and Spanish; folded as
  /// `Fold.text` does.
  static let names: [String: String] = {
    var names: [String: String] = [:]
    for line in lines.split(separator: "\n") {
      let parts = line.split(separator: ":")
      guard let tag = parts.first else { continue }
      for name in parts.dropFirst() { names[Fold.text(String(name))] = String(tag) }
    }
    return names
  }()

  private static let lines = """
    af:Afrikaans
    sq:Albanian:Shqip
    am:Amharic:አማርኛ
    ar:Arabic:العربية:Arabe:Arabisch:Árabe
    hy:Armenian:Հայերեն
    az:Azerbaijani:Azərbaycan
    eu:Basque:Euskara
    be:Belarusian:Беларуская
    bn:Bengali:Bangla:বাংলা
    bs:Bosnian:Bosanski
    bg:Bulgarian:Български
    my:Burmese:မြန်မာ
    ca:Catalan:Català:Valencian
    zh:Chinese:中文:汉语:漢語:Chinois:Chinesisch:Chino:Mandarin
    zh-Hans:Simplified Chinese:简体中文
    zh-Hant:Traditional Chinese:繁體中文
    hr:Croatian:Hrvatski
    cs:Czech:Čeština:Česky
    da:Danish:Dansk
    prs:Dari
    nl:Dutch:Nederlands:Flemish:Vlaams:Néerlandais:Niederländisch
    en:English:Anglais:Englisch:Inglés:Inglese:Engels
    et:Estonian:Eesti
    fil:Filipino
    fi:Finnish:Suomi
    fr:French:Français:Französisch:Francés:Francese:Frans
    gl:Galician:Galego
    ka:Georgian:ქართული
    de:German:Deutsch:Allemand:Alemán:Tedesco:Duits
    el:Greek:Ελληνικά:Modern Greek
    gu:Gujarati:ગુજરાતી
    ha:Hausa
    he:Hebrew:עברית
    hi:Hindi:हिन्दी
    hu:Hungarian:Magyar
    is:Icelandic:Íslenska
    id:Indonesian:Bahasa Indonesia
    ga:Irish:Gaeilge
    it:Italian:Italiano:Italien:Italienisch
    ja:Japanese:日本語:Japonais:Japanisch
    kk:Kazakh:Қазақша
    km:Khmer:ខ្មែរ
    ko:Korean:한국어
    ku:Kurdish:Kurdî
    ky:Kyrgyz:Кыргызча
    lo:Lao:ລາວ
    la:Latin:Latina
    lv:Latvian:Latviešu
    lt:Lithuanian:Lietuvių
    mk:Macedonian:Македонски
    ms:Malay:Bahasa Melayu
    mt:Maltese:Malti
    mn:Mongolian:Монгол
    mul:Multiple languages:Multilingual
    ne:Nepali:नेपाली
    no:Norwegian:Norsk
    nb:Norwegian Bokmål:Bokmål
    nn:Norwegian Nynorsk:Nynorsk
    ps:Pashto:پښتو
    fa:Persian:Farsi:فارسی
    pl:Polish:Polski
    pt:Portuguese:Português:Portugais:Portugiesisch:Portugués
    pt-BR:Brazilian Portuguese:Português do Brasil
    pa:Punjabi:ਪੰਜਾਬੀ
    ro:Romanian:Română:Moldovan
    ru:Russian:Русский:Russe:Russisch:Ruso
    sr:Serbian:Српски:Srpski
    si:Sinhala:සිංහල
    sk:Slovak:Slovenčina
    sl:Slovenian:Slovene:Slovenščina
    so:Somali:Soomaali
    es:Spanish:Español:Castilian:Castellano:Espagnol:Spanisch:Spagnolo:Spaans
    sw:Swahili:Kiswahili
    sv:Swedish:Svenska
    tl:Tagalog
    tg:Tajik:Тоҷикӣ
    ta:Tamil:தமிழ்
    te:Telugu:తెలుగు
    th:Thai:ไทย
    ti:Tigrinya:ትግርኛ
    tr:Turkish:Türkçe
    tk:Turkmen
    uk:Ukrainian:Українська
    ur:Urdu:اردو
    uz:Uzbek:Oʻzbek
    vi:Vietnamese:Tiếng Việt
    cy:Welsh:Cymraeg
    yi:Yiddish:ייִדיש
    """
}
