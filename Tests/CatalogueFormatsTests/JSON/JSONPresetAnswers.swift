@testable import CatalogueFormats

/// Answers of the presets' APIs in their documented shapes: reports that do not exist, in words of our own.
enum PresetAnswers {
  static let crossref = [
    #"""
    {"status":"ok","message-type":"work-list","message-version":"1.0.0","message":{"facets":{},"next-cursor":"DnF1ZXJ5+abc/=",
    "total-results":3,"items-per-page":2,"query":{"start-index":0,"search-terms":null},"items":[
    {"DOI":"10.5555\/PAT.2024.7","type":"report","URL":"https:\/\/doi.org\/10.5555\/pat.2024.7","publisher":"Patagonian Ice Office",
    "institution":[{"name":"Office for Ice"}],"title":["Ice &amp; Roads"],"subtitle":["What thaws first"],
    "author":[{"given":"Ana María","family":"de la Fuente","sequence":"first","affiliation":[{"name":"Office for Ice"}]},
    {"given":"Bo","family":"Lind","suffix":"Jr.","sequence":"additional","affiliation":[]},
    {"name":"Working Group on Thaw","sequence":"additional","affiliation":[]}],
    "editor":[{"given":"Cy","family":"Moss","affiliation":[]}],
    "abstract":"<jats:title>Abstract<\/jats:title><jats:p>Roads on ice &lt; 1 m <jats:italic>sink<\/jats:italic>.<\/jats:p><jats:p>Others hold.<\/jats:p>",
    "issued":{"date-parts":[[2024,3]]},"published":{"date-parts":[[2024,3,9]]},"indexed":{"date-time":"2024-05-01T00:00:00Z"},
    "ISBN":["9783161484100"],"language":"en","subject":["Ice","Roads"],"container-title":["Ice Papers"],
    "resource":{"primary":{"URL":"https:\/\/ice.example\/roads"}},
    "link":[{"URL":"https:\/\/ice.example\/roads.xml","content-type":"text\/xml"},{"URL":"https:\/\/ice.example\/roads.pdf","content-type":"application\/pdf"}],
    "license":[{"URL":"https:\/\/creativecommons.org\/licenses\/by\/4.0\/","content-version":"vor"}]},
    {"DOI":"10.5555\/pat.2024.8","type":"report","title":["Second"],"issued":{"date-parts":[[null]]},"published":{"date-parts":[[2023]]}}]}}
    """#,
    #"""
    {"status":"ok","message-type":"work-list","message":{"next-cursor":"DnF1ZXJ5+abc/=","total-results":3,"items":[
    {"DOI":"10.5555\/pat.2024.9","type":"report","title":["Third"],"issued":{"date-parts":[[2022,1,2]]}}]}}
    """#,
  ]

  static let dataCite = [
    #"""
    {"data":[{"id":"10.5555\/wind-4","type":"dois","attributes":{"doi":"10.5555\/wind-4","state":"findable",
    "creators":[{"name":"Okoro, Ngozi","nameType":"Personal","givenName":"Ngozi","familyName":"Okoro","affiliation":["Wind House"]},
    {"name":"Wind House","nameType":"Organizational","affiliation":[]}],
    "contributors":[{"name":"Ray, Ed","givenName":"Ed","familyName":"Ray","contributorType":"Editor","affiliation":[{"name":"Wind House"}]}],
    "titles":[{"title":"Eine Übersetzung","titleType":"TranslatedTitle"},{"title":"Wind over shallow seas"},{"title":"A survey","titleType":"Subtitle"}],
    "publisher":"Wind House","publicationYear":2021,"dates":[{"date":"2020-01-01","dateType":"Collected"},{"date":"2021-06-30","dateType":"Issued"}],
    "descriptions":[{"description":"Taken on boats.","descriptionType":"Methods"},{"description":"Wind <b>drops<\/b> at night.","descriptionType":"Abstract"}],
    "subjects":[{"subject":"Wind"},{"subject":"Seas","subjectScheme":"X"}],"language":"en","sizes":["61 pages"],
    "types":{"resourceTypeGeneral":"Report","resourceType":"Technical Report"},"alternateIdentifiers":[{"alternateIdentifier":"WH-21-4","alternateIdentifierType":"Local"}],
    "rightsList":[{"rights":"CC BY 4.0","rightsUri":"https:\/\/creativecommons.org\/licenses\/by\/4.0\/"}],"url":"https:\/\/wind.example\/4","contentUrl":null}}],
    "meta":{"total":2,"totalPages":2},"links":{"self":"https:\/\/api.datacite.org\/dois?page%5Bcursor%5D=1","next":"https:\/\/api.datacite.org\/dois?page%5Bcursor%5D=MTIz&page%5Bsize%5D=500"}}
    """#,
    #"""
    {"data":[{"id":"10.5555\/wind-5","type":"dois","attributes":{"doi":"10.5555\/wind-5","titles":[{"title":"Five","titleType":null}],"publisher":{"name":"Wind House"},"publicationYear":2022}}],
    "meta":{"total":2,"totalPages":2},"links":{"self":"x"}}
    """#,
  ]

  static let openAlex = [
    #"""
    {"meta":{"count":2,"db_response_time_ms":9,"page":null,"per_page":200,"next_cursor":"IlsxLjAsIF0i"},"results":[
    {"id":"https:\/\/openalex.org\/W999","doi":"https:\/\/doi.org\/10.5555\/grid.1","title":"Grids after storms","display_name":"Grids after storms",
    "publication_year":2023,"publication_date":"2023-11-02","language":"en","type":"report",
    "authorships":[{"author_position":"first","author":{"id":"https:\/\/openalex.org\/A1","display_name":"Ji-woo Park","orcid":null},"institutions":[{"display_name":"Grid Lab"}],"raw_author_name":"Park, Ji-woo"},
    {"author":{"display_name":"Lea Ott"},"institutions":[],"raw_affiliation_strings":["Ott & Co., Bern"]}],
    "primary_location":{"landing_page_url":"https:\/\/grid.example\/1","pdf_url":null,"license":null,"source":{"display_name":"Grid Reports","host_organization_name":"Grid Lab"}},
    "best_oa_location":{"pdf_url":"https:\/\/grid.example\/1.pdf","license":"cc-by","landing_page_url":"https:\/\/grid.example\/1"},
    "open_access":{"is_oa":true,"oa_status":"gold"},"keywords":[{"id":"k","display_name":"Power grid","score":0.9}],
    "abstract_inverted_index":{"Storms":[0],"break":[1],"lines;":[2],"lines":[3],"break.":[4]}}],"group_by":[]}
    """#,
    #"""
    {"meta":{"count":2,"next_cursor":null},"results":[{"id":"https:\/\/openalex.org\/W1000","doi":null,"title":null,"display_name":"Untold","publication_year":2020,"abstract_inverted_index":null,"open_access":{"is_oa":false}}]}
    """#,
  ]

  static let osti = [
    #"""
    [{"osti_id":"1234567","title":"Cold fuel in long rods","report_number":"LAB-TR-77","doi":"10.5555\/1234567","product_type":"Technical Report","language":"English",
    "authors":["Singh, Amrit [North Laboratory, Elmtown, ND (United States)] (ORCID:0000000100000002)","Vu, Minh (ORCID:0000000100000003)"],
    "publication_date":"2019-08-01T00:00:00Z","entry_date":"2020-01-02T00:00:00Z","publisher":"","format":"Medium: ED; Size: 48 p.",
    "research_orgs":["North Laboratory (NL), Elmtown, ND (United States)"],"sponsor_orgs":["USDOE"],"subjects":["11 NUCLEAR FUEL","rods"],
    "description":"Rods bend.","links":[{"rel":"citation","href":"https:\/\/www.osti.gov\/biblio\/1234567"},{"rel":"fulltext","href":"https:\/\/www.osti.gov\/servlets\/purl\/1234567"}]}]
    """#,
    #"[{"osti_id":"1234568","title":"Rods again","authors":[],"publication_date":"2019-09-01T00:00:00Z","links":[]}]"#,
  ]

  static let ntrs = [
    #"""
    {"stats":{"took":8,"total":2,"estimate":false,"maxScore":0},"results":[{"_meta":{"score":0},"id":20990000017,"title":"Tiles in rain","abstract":"Tiles were wetted.",
    "stiType":"TECHNICAL_MEMORANDUM","stiTypeDetails":"Technical Memorandum (TM)","otherReportNumbers":["NASA-TM-0001","E-77"],"keywords":["tiles"],"subjectCategories":["Structures"],
    "authorAffiliations":[{"sequence":0,"meta":{"author":{"name":"Doe, Jan P."},"organization":{"name":"Rain Center","location":"Elmtown"}}},{"sequence":1,"meta":{"author":{"name":"Poe, Al"},"organization":{}}}],
    "publications":[{"publisher":"NASA","publicationDate":"1999-02-28T00:00:00.0000000+00:00","doi":"10.5555\/tiles"}],"center":{"code":"RC","name":"Rain Center"},
    "copyright":{"determinationType":"GOV_PUBLIC_USE_PERMITTED"},"downloads":[{"mimetype":"application\/pdf","links":{"original":"\/api\/citations\/20990000017\/downloads\/a.pdf","pdf":"\/api\/citations\/20990000017\/downloads\/a.pdf"}}]}],"aggregations":{}}
    """#,
    #"{"stats":{"total":2},"results":[{"id":20990000018,"title":"Tiles dried","distributionDate":"2001-05-06T00:00:00.0000000+00:00"}]}"#,
  ]

  static let govUK = [
    #"""
    {"results":[{"content_id":"5a1f0c1e-0000-4000-8000-000000000001","title":"Ferry crossings: 2019 to 2020","link":"\/government\/statistics\/ferry-crossings","description":"How often ferries ran.",
    "public_timestamp":"2020-12-03T09:30:00Z","content_store_document_type":"official_statistics","organisations":[{"acronym":"DfF","link":"\/government\/organisations\/dff","slug":"dff","title":"Department for Ferries"}],
    "index":"government","es_score":null,"_id":"\/government\/statistics\/ferry-crossings"}],"total":2,"start":0,"aggregates":{},"suggested_queries":[]}
    """#,
    #"{"results":[{"title":"Ferries: 2021","link":"\/government\/statistics\/ferries-2021"}],"total":2,"start":1}"#,
  ]

  static let govInfo = [
    #"""
    {"count":2,"message":"No further","nextPage":"https:\/\/api.govinfo.gov\/collections\/GOVPUB\/1900-01-01T00:00:00Z?offsetMark=AoJw%3D&pageSize=1000","previousPage":null,
    "packages":[{"packageId":"GOVPUB-X-PURL-gpo9","lastModified":"2024-01-02T03:04:05Z","packageLink":"https:\/\/api.govinfo.gov\/packages\/GOVPUB-X-PURL-gpo9\/summary","docClass":"X","title":"Dams and fish","dateIssued":"1998-07-01"}]}
    """#,
    #"{"count":2,"nextPage":null,"packages":[{"packageId":"GOVPUB-X-PURL-gpo10","title":"More fish","dateIssued":"1999-07-01"}]}"#,
  ]

  static let dSpace = [
    #"""
    {"scope":null,"query":null,"type":"discover","_embedded":{"searchResult":{"_embedded":{"objects":[{"hitHighlights":{},"type":"discover","_embedded":{"indexableObject":
    {"id":"aaaa","uuid":"aaaa","name":"Millet in dry years","handle":"20.500.5555\/12","withdrawn":false,"inArchive":true,"lastModified":"2024-02-02T02:02:02.000+00:00","type":"item",
    "metadata":{"dc.title":[{"value":"Millet in dry years","language":"en","authority":null,"confidence":-1,"place":0}],
    "dc.contributor.author":[{"value":"Diallo, Awa","place":0},{"value":"Sow, Idy","place":1}],"dc.contributor.editor":[{"value":"Ba, Ken"}],
    "dc.date.accessioned":[{"value":"2020-01-01T00:00:00Z"}],"dc.date.issued":[{"value":"2018-11"}],"dc.publisher":[{"value":"Grain Institute"}],"dc.format.extent":[{"value":"46 p."}],
    "dc.identifier.uri":[{"value":"https:\/\/hdl.handle.net\/20.500.5555\/12"}],"dc.identifier.doi":[{"value":"10.5555\/millet"}],"dc.description.abstract":[{"value":"Millet grows late."}],
    "dc.subject":[{"value":"Millet"},{"value":"Drought"}],"dc.language.iso":[{"value":"en"}],"dc.relation.ispartofseries":[{"value":"Grain Papers;12"}],"dc.type":[{"value":"Report"}],"dc.rights":[{"value":"CC-BY-4.0"}]}}}}]},
    "page":{"number":0,"size":100,"totalPages":2,"totalElements":2},"_links":{"next":{"href":"https:\/\/grain.example\/server\/api\/discover\/search\/objects?dsoType=item&page=1&size=100"}}}}}
    """#,
    #"""
    {"_embedded":{"searchResult":{"_embedded":{"objects":[{"_embedded":{"indexableObject":{"uuid":"bbbb","handle":null,"withdrawn":true,"metadata":{}}}}]},"page":{"totalElements":2},"_links":{"self":{"href":"x"}}}}}
    """#,
  ]

  static let wordPress = [
    #"""
    [{"id":41,"date":"2022-04-05T10:00:00","date_gmt":"2022-04-05T08:00:00","modified":"2022-05-05T10:00:00","slug":"trade","status":"publish","type":"report","link":"https:\/\/think.example\/reports\/trade\/",
    "title":{"rendered":"Trade &#038; Tides &#8211; A Reader&#8217;s Guide"},"excerpt":{"rendered":"<p>Ships wait [&hellip;]<\/p>\n","protected":false},"content":{"rendered":"<p>Long.<\/p>"},"author":3,
    "_embedded":{"author":[{"id":3,"name":"Mei Tan"}],"wp:term":[[{"id":1,"taxonomy":"category","name":"Trade"}],[{"id":2,"taxonomy":"post_tag","name":"Ports &amp; Ships"}]]}}]
    """#,
    #"""
    [{"id":42,"date":"2022-06-05T10:00:00","type":"report","link":"https:\/\/think.example\/reports\/two\/","title":{"rendered":"Two"},"excerpt":{"rendered":""},"content":{"rendered":"<p>Whole text.<\/p>"},
    "_embedded":{"author":[{"code":"rest_user_invalid_id","message":"Invalid user ID.","data":{"status":404}}]}}]
    """#,
  ]

  static let drupal = [
    #"""
    {"jsonapi":{"version":"1.0"},"data":[{"type":"node--publication","id":"c0ffee00-0000-4000-8000-000000000001","links":{"self":{"href":"https:\/\/bank.example\/jsonapi\/node\/publication\/c0ffee00"}},
    "attributes":{"drupal_internal__nid":7,"langcode":"en","title":"Loans for wells","created":"2017-01-09T15:00:00+00:00","changed":"2018-01-09T15:00:00+00:00",
    "path":{"alias":"\/publications\/loans-wells","pid":9,"langcode":"en"},"body":{"value":"<p>Wells &amp; loans.<\/p>","format":"html","processed":"<p>Wells &amp; loans.<\/p>","summary":""},"field_date":"2016-12-01"}}],
    "links":{"next":{"href":"https:\/\/bank.example\/jsonapi\/node\/publication?page%5Boffset%5D=50&page%5Blimit%5D=50"},"self":{"href":"x"}}}
    """#,
    #"{"data":[{"type":"node--publication","id":"c0ffee00-0000-4000-8000-000000000002","attributes":{"title":"Wells"}}],"links":{"self":{"href":"x"}}}"#,
  ]
}
