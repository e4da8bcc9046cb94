### Le nœud : son état, et les erreurs sur le Web.

node-held-by = Conservé par { $held } membres sur { $members }.
node-not-ready = Ce nœud démarre encore. Veuillez réessayer dans un instant.
node-take-back-already = L’inscription { $id } est déjà reprise de cette façon. Rien n’a été publié.
node-take-back-consent = Le consentement ne vient pas de la clé d’administration de ce membre, ou nomme d’autres inscriptions. Rien n’a été publié.
node-take-back-not-ours = Le journal de ce membre n’a pas d’inscription { $id } qui compte. Rien n’a été publié.
node-take-back-notice = L’inscription { $id } en reprend d’autres et ne peut pas être reprise elle-même. Rien n’a été publié.
node-take-back-shape = Nommez de 1 à 256 inscriptions et donnez une raison de 500 caractères au plus. Rien n’a été publié.
node-unavailable = Ce nœud ne peut pas répondre pour le moment. Veuillez réessayer plus tard.

## Publication

node-again-practices = { $count ->
    [one] Une fiche de pratique laissée derrière par une coupure est publiée de nouveau.
   *[other] { $count } fiches de pratique laissées derrière par une coupure sont publiées de nouveau.
}
node-again-responses = { $count ->
    [one] Une réponse laissée derrière par une coupure est publiée de nouveau.
   *[other] { $count } réponses laissées derrière par une coupure sont publiées de nouveau.
}
node-response-adapted = Nous appliquons « { $title } », avec des changements
node-response-adopted = Nous appliquons « { $title } » telle quelle
node-response-endorsement = Nous appuyons « { $title } »
node-response-question = Nous avons une question sur « { $title } »
node-response-replaces = Ceci remplace ce que vous aviez dit auparavant, dans l’inscription { $id }.
node-again-refused = { $count ->
    [one] Une inscription laissée derrière par une coupure serait refusée dans l’état actuel. Publiez-la de nouveau à partir de son fichier.
   *[other] { $count } inscriptions laissées derrière par une coupure seraient refusées dans l’état actuel. Publiez-les de nouveau à partir de leurs fichiers.
}
node-again-beside = { $count ->
    [one] Une inscription laissée derrière par une coupure n’est pas publiée de nouveau : à côté de ce que d’autres ont dit entre-temps, elle laisserait trop peu de ceux dont elle donne les chiffres.
   *[other] { $count } inscriptions laissées derrière par une coupure ne sont pas publiées de nouveau : à côté de ce que d’autres ont dit entre-temps, elles laisseraient trop peu de ceux dont elles donnent les chiffres.
}
node-again-unchanged = { $count ->
    [one] Une inscription laissée derrière par une coupure dit ce qui compte déjà.
   *[other] { $count } inscriptions laissées derrière par une coupure disent ce qui compte déjà.
}
node-held-stays = Cette fiche reste sur votre nœud. Les autres n’en reçoivent que la notice : titre, nature, codes, licence, contact et étiquettes. Les membres qui demandent reçoivent le reste tant que votre nœud est joignable. Pour voir qui l’a reçu : flotilla records --asked
node-problems-unlisted = { $count ->
    [one] Un autre problème n'est pas listé.
   *[other] { $count } autres problèmes ne sont pas listés.
}
node-failure = (Échec { $request } dans le journal de ce nœud.)
node-flight-values = Ce qui remplit les trous d’une requête dépasse { $limit } Kio.
node-publish-append = Les inscriptions n’ont pas pu être écrites. Rien n’a été publié.
node-publish-catching-up = Ce nœud récupère son propre journal auprès de ses pairs; la publication reprendra ensuite. Rien n’a été publié.
node-publish-entropy = Le système ne donne pas d’octets aléatoires. Rien n’a été publié.
node-publish-forked = Le journal de ce membre a deux histoires, la publication est donc arrêtée. Rien n’a été publié.
node-publish-held = Ce qui doit rester sur ce nœud n’a pas pu être conservé. Rien n’a été publié.
node-publish-history = Ce qui a été publié auparavant n’a pas pu être lu. Rien n’a été publié.
node-publish-key-replaced = La coalition connaît une autre clé pour le membre de ce nœud : celle-ci a été remplacée, ou le document qui la nomme n’est pas encore arrivé. Rien n’a été publié.
node-publish-no-member = Le membre de ce nœud n’appartient pas à la coalition, il ne peut donc pas publier. Rien n’a été publié.
node-publish-overtaken = Quelqu’un a publié entre-temps, et ces chiffres ne seraient plus sûrs à côté des siens : { $what } Rien n’a été publié; préparez le fichier à nouveau.
node-publish-problems = Le fichier a des problèmes. Rien n’a été publié.
node-publish-seal = Une inscription n’a pas été reconnue après sa signature. Rien n’a été publié.
node-publish-stale = Cet aperçu n’est plus valable : quelque chose a été publié depuis, ou le nœud a redémarré. Préparez le fichier à nouveau.
node-publish-work = Le travail a pris fin sans résultat. Rien n’a été publié.

## Le second port

node-web-bad-request = La demande ne peut pas être traitée telle quelle.
node-web-filters = Ce qui peut être demandé : { $filters }.
node-label-total = Ensemble
node-web-no-file = Il n’y a pas de « { $file } ». Les tableaux sont { $tables }; chacun existe en { $ends }.
node-web-no-list = Il n’y a pas de « { $file } ». Les listes de codes sont { $lists }, chacune en .csv.
node-web-not-found = Cette page n'existe pas.
node-web-not-found-detail = Partez de la page d'accueil, qui indique ce que ce nœud offre.
node-web-token = Cette coalition ne montre pas ses chiffres à tout le monde.
node-web-often = C’est trop à la fois.
node-access-crowded = Tant de réponses sont déjà en route vers votre réseau qu’aucune autre n’a été commencée. Attendez que certaines soient arrivées, et demandez-en moins à la fois.
node-access-hasty = Vous demandez plus souvent que ce nœud ne répond à un même réseau, ou à un même jeton. Redemandez dans une seconde, et plus lentement ensuite.
node-access-needed = Il faut pour cela un jeton avec la portée { $scopes }. Chaque membre de la coalition peut en émettre un; adressez-vous à { $members }. Envoyez-le dans l’en-tête « Authorization: Bearer … », jamais dans une adresse.
node-access-narrow = Votre jeton ne va pas si loin : la portée { $scopes } manque. Demandez-en un autre à { $issuer }, qui l’a émis.
node-access-ended = Votre jeton a pris fin le { $day }. Demandez-en un autre à { $issuer }, qui l’a émis.
node-access-not-yet = Votre jeton commence le { $day }, jour encore à venir selon l’horloge de ce nœud. L’une de deux horloges a tort : prévenez qui exploite ce nœud, ou { $issuer }, qui l’a émis.
node-access-replaced = { $issuer } a remplacé la clé qui a signé votre jeton, et le jeton a pris fin avec elle. Demandez-en un autre.
node-access-stranger = Votre jeton n’a été émis par personne de cette coalition. Demandez-en un à un membre.
node-access-forged = Votre jeton n’est pas signé par { $issuer }, qu’il nomme, ou enfreint une règle des jetons. Demandez-en un autre à un membre.
node-access-revoked = { $issuer } a mis fin à votre jeton. Adressez-vous là si vous en avez encore besoin.
node-access-unreadable = Ce qui a été envoyé n’est pas un jeton, ou une partie s’est perdue. Copiez la ligne entière, de « flotilla-token-1- » jusqu’à sa fin, après « Bearer ».
node-token-unsound = Un jeton permet quelque chose, et vaut de 1 à { $days } jours. Rien n’a été signé.
node-web-failed = La question est restée sans réponse.
node-web-unknown-filter = Filtre ou option « { $parameter } » inconnu.
node-web-unknown-code = Code inconnu « { $value } » dans le filtre « { $parameter } ».
node-web-not-period = « { $value } » dans le filtre « { $parameter } » n'est pas une période. Les périodes s'écrivent 2025, 2025-Q3, 2025-09, FY2024-25 ou SY2024-25, et les intervalles 2024-Q1..2025-Q4.
node-web-not-moment = « { $value } » dans « { $parameter } » n’est ni un jour, comme 2026-03-31, ni un moment, comme 2026-03-31T12:00:00Z, ni l’identifiant d’un instantané.
node-web-not-limit = « { $value } » dans « { $parameter } » n’est pas un nombre de 1 à { $max }. Toutes les lignes à la fois se trouvent en .csv, .xlsx et .parquet.
node-web-long-words = Les mots dans « { $parameter } » dépassent { $max } caractères.
node-web-not-cursor = Le curseur n’est pas celui de ces pages. Copiez telle quelle l’adresse de la page suivante, sous « next », ou recommencez sans curseur.
node-web-unremembered = Les données ont changé depuis, et ce nœud ne se souvient pas de cet instantané. Recommencez sans curseur; un état passé se demande par son jour (as_of=2026-03-31).
node-web-unreadable = Les filtres sont trop longs pour être lus.
node-web-did-you-mean = Vouliez-vous dire « { $nearest } »?

## La page d'accueil

node-parameter-by = Ce qui sépare les totaux; plusieurs colonnes se séparent par des virgules. Ce que nomme un filtre est toujours séparé, de même que les périodes si aucun intervalle n’est demandé.
node-parameter-cite = La forme de la citation : une page (html), pour les programmes (json, bibtex, csl, ris) ou une seule phrase (text).
node-parameter-column = Seulement les lignes dont la colonne { $column } contient une de ces valeurs; plusieurs se séparent par des virgules.
node-parameter-q = Les fiches de pratique qui contiennent ces mots, en français ou en anglais, les meilleures d’abord; les lignes disent aussi le rang, le pointage, un extrait et combien d’autres membres s’en servent. Sans mots, les plus récentes d’abord.
node-parameter-period = Seulement les lignes de ces périodes : 2025, 2025-Q3, 2025-09, FY2024-25 ou SY2024-25, plusieurs séparées par des virgules, ou toutes celles d’un intervalle : 2024-Q1..2025-Q4.
node-parameter-labels = Ajoute le nom des codes, dans une colonne à côté de chaque colonne de codes.
node-parameter-as-of = Les données telles qu’elles étaient : à la fin d’un jour (2026-03-31), à un moment (2026-03-31T12:00:00Z) ou dans l’instantané de cet identifiant. Ce qui a été repris depuis n’est pas montré.
node-parameter-dialect = La forme du CSV : pour Excel en anglais, ou en français avec des points-virgules et des virgules décimales. Pour les programmes, ne rien indiquer.
node-parameter-limit = Le plus grand nombre de lignes d’une page, jusqu’à { $max }.
node-parameter-cursor = Où commence la page suivante; à copier de « next ».
node-parameter-lang = La langue dans laquelle les erreurs sont expliquées.
node-api-table = Le tableau { $table }.
node-api-totals = Totaux de plusieurs membres, additionnés selon les règles du catalogue : les personnes ne s’additionnent jamais d’une période à l’autre, les taux sont divisés de nouveau, les moyennes sont pondérées, et si une partie est masquée, le total indique qu’il est un minimum.
node-api-dataset = Tous les chiffres dans un seul fichier; on peut en demander des parties (Range).
node-api-cite = Comment citer un tel fichier, pour que les mêmes lignes soient retrouvées.
node-api-catalogue = Les indicateurs et les listes de codes, avec leur sens.
node-api-codes = Une liste de codes, l’ensemble compris.
node-api-record = Une entrée telle que son auteur l’a signée, à vérifier sans ce nœud.
node-api-package = Les tableaux et leurs colonnes, selon Frictionless Data Package.
node-api-openapi = La présente description.
node-api-livez = Si le nœud fonctionne.
node-api-readyz = Si le nœud répond avec tout ce qu’il détient.
node-api-answer = Ce qui a été demandé.

node-page-intro = Ce que les membres de cette coalition partagent sur le mentorat auprès des jeunes : des chiffres agrégés, arrondis et masqués au besoin, et ce qui a fonctionné. Ce nœud en détient une copie complète et répond comme le ferait tout autre nœud.
node-page-coverage = { $reporting } des { $members } membres ont publié quelque chose.
node-page-observations-xlsx = tous les chiffres, dans un classeur
node-page-observations-csv = les mêmes, pour R et Python
node-page-observations-parquet = les mêmes, pour les tableaux de données
node-page-observations-json = les mêmes, pour les programmes
node-page-cite = comment citer les chiffres
node-page-dataset = tous les chiffres en un seul fichier, pour DuckDB, pandas et R
node-page-package = ce que sont les tableaux et les colonnes, pour les programmes
node-page-openapi = toutes les adresses de ce nœud, pour les programmes
node-page-practices = ce qui a fonctionné et ce qui n’a pas fonctionné : chercher, lire, comparer
node-page-practices-json = fiches de pratiques
node-page-responses-json = réponses aux fiches de pratiques
node-practice-adaptation-notes = Ce qui peut être changé
node-practice-core-components = Ce qu’il ne faut pas omettre
node-practice-dosage = À quelle fréquence et combien de temps
node-practice-evidence = Ce qui a été constaté
node-practice-goals = Ce qu’elle doit accomplir
node-practice-staffing = Qui s’en charge
node-practice-training = Ce qu’on leur apprend d’abord
node-cite-check = Pour vérifier le fichier que vous avez téléchargé, sans aucun nœud : enregistrez la citation en json, puis lancez « flotilla verify FICHIER --proof PREUVE --citation CITATION ». Tout membre écrit la preuve, avec « flotilla bundle export PREUVE --logs ».
node-cite-file = Le fichier cité :
node-cite-forms = La même, pour les programmes :
node-cite-heading = Citer ces chiffres
node-cite-note = { $reporting } des { $members } membres. Instantané { $snapshot }. SHA-256 { $sha256 }.
node-cite-text = { $coalition } ({ $year }). { $title } [jeu de données]. { $note } { $url }
node-cite-title = Tableau « { $table } », au { $day }
node-follow-full = Trop de personnes suivent en ce moment, en tout ou depuis votre réseau. Veuillez réessayer plus tard; rien n’est perdu pour vous.
node-follow-not-told = Ce n’est pas là qu’une réponse précédente de cette coalition s’est arrêtée. Copiez-le tel quel, ou omettez-le pour tout recevoir.
node-follow-too-many = Nommez au plus { $members } membres et { $kinds } genres d’inscriptions, ou aucun pour tout recevoir.
node-page-snapshot = Instantané, identique sur chaque nœud qui détient la même chose :

## Paquets : ce qui est transporté à la main

node-bundle-another = Ce paquet est d’une autre coalition, ou ne dit pas de laquelle.
node-bundle-malformed = Le paquet est endommagé ou contient autre chose. Demandez qu’on vous l’envoie de nouveau.
node-bundle-not-kept = Le contenu du paquet n’a pas pu être conservé. Ce qui a été reçu auparavant reste.
node-bundle-unread = Ce que détient ce nœud n’a pas pu être lu.

## Le service

node-usage = Utilisation : flotilla-node [--config FICHIER]
node-not-started = Le nœud n'a pas démarré : { $cause }
node-reason-malformed = Son contenu est illisible.
node-reason-older-rules = Elle renvoie à des règles plus anciennes que l’inscription précédente.
node-reason-stranger = Son auteur n’est pas membre de la coalition.

node-entry-erased = effacée : son contenu est détruit sur tous les nœuds
node-entry-id = Identifiant
node-entry-kind = Nature
node-entry-kind-erasure = effacement
node-entry-kind-other = d’une nature que cette version n’interprète pas
node-entry-kind-practice = fiche de pratique
node-entry-kind-release = chiffres
node-entry-kind-response = réponse
node-entry-kind-withdrawal = retrait
node-entry-made = Faite, selon son auteur, le
node-entry-quarantined = ne compte pas : conservée et transmise, et absente de toute réponse
node-entry-state = État
node-entry-title = Inscription { $seq } de { $member }
node-entry-valid = compte
node-entry-withdrawn = retirée par son auteur
node-web-later = Le nœud ne peut pas le dire maintenant. Réessayez dans une minute.
node-reason-consent = Elle porte le consentement d’une communauté qui n’est pas authentique ou qui vise d’autres chiffres.
node-steward-ask = À qui parler de « { $code } » : { $contact }. Pour demander avant de publier : --ask-steward { $handle } --request FICHIER
node-steward-none = Personne ne parle encore pour « { $code } » dans cette coalition. Pour désigner une gardienne ou un gardien : flotilla proposal steward
node-reason-label = Elle porte une étiquette qui n’est pas la parole de sa communauté sur cette fiche.

## Communities

node-e253-remedy = Copiez les lignes telles quelles, ou demandez une nouvelle signature : flotilla practice label
node-e253-what = Une étiquette n’est pas signée pour cette fiche par la gardienne ou le gardien que la coalition connaît.
node-e260-remedy = Demandez de nouveau : le fichier, la recette ou ce qui est publié a changé depuis que la communauté a été consultée.
node-e260-what = Il porte sur d’autres chiffres que ceux auxquels ce fichier mène maintenant.
node-e261-remedy = Demandez une signature avec la clé que montre la coalition : flotilla coalition show
node-e261-what = Le consentement ne vient pas de la gardienne ou du gardien de « { $handle } » que la coalition connaît, ou il est pour un autre membre.
node-e262-remedy = Pour voir qui parle pour quelle communauté : flotilla coalition show
node-e262-what = Aucune communauté n’est inscrite sous « { $handle } ».
node-e263-remedy = Parlez à la communauté; il faut un nouveau consentement.
node-e263-what = La communauté « { $handle } » a repris ce consentement.
node-place-consent = le consentement

## What is held at home

node-ask-no-card = Cette inscription n’est pas la notice d’une fiche gardée sur place, ou elle ne compte pas.
node-entry-held = Gardée sur place
node-entry-held-ask = Demandez à la gardienne ou au gardien : { $contact }. Les membres de la coalition demandent avec : flotilla practice ask { $id }
node-entry-held-by = { $community } garde cette fiche; aucun autre nœud ne l’a.
node-entry-held-by-author = Son auteur garde cette fiche; aucun autre nœud ne l’a.
node-entry-held-label = Étiquette
node-entry-held-title = Titre
node-reason-community = Elle nomme une communauté pour laquelle personne ne parle dans cette coalition.

## La bibliothèque

node-eepm-0 = planification et gestion
node-eepm-1 = recrutement
node-eepm-2 = filtrage
node-eepm-3 = formation
node-eepm-4 = jumelage et mise en relation
node-eepm-5 = suivi et soutien
node-eepm-6 = clôture
node-library-after = Suivantes
node-library-before = Précédentes
node-library-cost = Coût
node-library-cost-high = élevé
node-library-cost-low = bas
node-library-cost-moderate = modéré
node-library-cost-very-high = très élevé
node-library-cost-very-low = très bas
node-library-eepm = Norme de pratique efficace
node-library-feed = Les nouvelles pratiques en fil (Atom)
node-library-feed-title = Nouvelles pratiques : { $coalition }
node-library-found = { $count ->
    [0] Rien n’a été trouvé. Essayez moins de mots, ou d’autres.
    [one] 1 fiche de pratique
   *[other] { $count } fiches de pratique
}
node-library-kind = Genre
node-library-kind-practice = pratique
node-library-kind-program = programme
node-library-kind-resource = ressource
node-library-member = Publiée par
node-library-narrow = Préciser
node-library-search = Chercher
node-library-some = Aucune fiche ne contient tous ces mots. Celles-ci en contiennent quelques-uns.
node-library-title = Ce qui a fonctionné, et ce qui n’a pas fonctionné
node-library-untranslated = pas encore traduite
node-library-used = appliquée telle quelle : { $adopted }, avec des changements : { $adapted }, appuyée : { $endorsement }, questions : { $question }
node-library-widen = choisi; cliquez pour l’enlever
node-library-words = Des mots, en français ou en anglais
node-practice-by = Publication
node-practice-contact = À qui s’adresser
node-practice-later = Il y a une version plus récente de cette fiche.
node-practice-licence = Licence d’utilisation
node-practice-machine = Ce texte a été traduit par une machine.
node-practice-published = par { $member }, le { $day }, version { $version }
node-practice-references = Références
node-practice-signed = La fiche telle que son auteur l’a signée
node-rating-caption = Ce que d’autres ont constaté, dans leurs propres mots
node-rating-date = Date du verdict
node-rating-outcome = Résultat visé
node-rating-rating = Verdict rendu
node-rating-reviewer = Évaluée par
node-rating-scheme = Cadre
node-rating-studies = Études
node-said-adapted = l’applique avec des changements
node-said-adopted = l’applique telle quelle
node-said-endorsement = l’appuie
node-said-nothing = Personne n’a encore répondu.
node-said-question = pose une question
node-said-title = Ce que d’autres membres en ont fait
node-api-feed = Les dernières fiches de pratique, en fil Atom.
node-api-practices = Les fiches de pratique cherchées, les meilleures d’abord.
node-flight-slow = Ce qui remplit les espaces n’a pas été envoyé à temps. Envoyez-le d’un coup.
