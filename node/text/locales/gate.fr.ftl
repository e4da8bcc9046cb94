# Ce que dit le contrôle : endroits, problèmes (FL-E1xx) et motifs d’un verdict.

## Endroits

gate-place-cell = { $more ->
    [0] ligne { $line }, colonne « { $column } »
    [one] ligne { $line } et { $more } autre, colonne « { $column } »
   *[other] ligne { $line } et { $more } autres, colonne « { $column } »
}
gate-place-draft = les chiffres
gate-place-field = { $field }, ligne { $line }
gate-place-confirmed = la confirmation « { $excerpt } »
gate-place-file = le fichier
gate-place-history = la publication antérieure « { $file } »
gate-place-history-cell = la publication antérieure « { $file } », case « { $cell } »
gate-place-history-line = la publication antérieure « { $file } », ligne { $line }
gate-place-key = { $path }
gate-place-line = ligne { $line }
gate-place-metric = { $indicator }
gate-place-note = la note
gate-place-quoted = { $field }, ligne { $line } : « { $excerpt } »
gate-place-recipe = la recette
gate-place-release = la publication
gate-place-row = { $more ->
    [0] ligne { $line }
    [one] ligne { $line } et { $more } autre
   *[other] ligne { $line } et { $more } autres
}
gate-place-sheet = la feuille « { $sheet } »
gate-place-sheet-cell = { $more ->
    [0] { $sheet }!{ $cell }
    [one] { $sheet }!{ $cell } et { $more } autre
   *[other] { $sheet }!{ $cell } et { $more } autres
}
gate-place-settings = les paramètres
gate-place-template = le modèle

## Fichiers écrits à la main (TOML)

gate-e101-what = Ce n’est pas du TOML.
gate-e101-what-twice = « { $name } » figure deux fois.
gate-e101-remedy-twice = Mettez tout son contenu au même endroit.
gate-e101-remedy = Cherchez sur cette ligne un guillemet, un crochet ou un signe égal manquant.
gate-e102-what = Rien ne porte ce nom.
gate-e102-remedy = Retirez-le ou cherchez le bon nom dans le manuel.
gate-e102-remedy-nearest = Vouliez-vous dire « { $nearest } »?
gate-e103-what = Cet élément manque.
gate-e103-remedy = Ajoutez-le.
gate-e104-what = Cette valeur n’a pas sa place ici.
gate-e104-remedy = { $expected ->
    [bands] Donnez chaque nombre à une seule tranche : celles-ci se recoupent.
    [covers] Écrivez les noms de 2 à 200 organismes, 3 au moins s’ils déclarent ensemble, chacun une seule fois et en 80 caractères au plus.
    [decimal] Écrivez "," ou "." : ce qui sépare un nombre entier de sa fraction.
    [delimiter] Écrivez ",", ";", "|" ou "\t".
    [direction] Écrivez "up", "down" ou "neutral".
    [encoding] Écrivez "utf-8", "windows-1252" ou "macintosh".
    [flag] Écrivez true ou false, sans guillemets.
    [format] Écrivez le format de date avec YYYY, MM et DD, par exemple "DD/MM/YYYY".
    [grains] Choisissez parmi "month", "quarter", "year", "fiscal_year" et "school_year".
    [kind] Écrivez "flow", "stock", "unique", "ratio" ou "mean".
    [marks] Énumérez au plus 20 marques, dont aucune n’est un nombre.
    [number] Écrivez un nombre entier, sans guillemets.
    [once] Ne décrivez chaque indicateur qu’une seule fois.
    [period] Écrivez les périodes ainsi : 2025, 2025-Q3, 2025-09, FY2024-25 ou SY2024-25.
    [range] Donnez à at_most un nombre qui n’est pas inférieur à at_least.
    [sensitivity] Écrivez "general", "identity" ou "community".
    [sheet] Écrivez le nom d’une feuille du classeur.
    [table] Écrivez une table, par exemple { "{" } cle = "valeur" { "}" }.
    [tables] Écrivez une liste de tables, par exemple [{ "{" } cle = "valeur" { "}" }].
    [texts] Écrivez une liste de textes, par exemple ["un", "deux"].
   *[text] Écrivez un texte entre guillemets.
}
gate-e104-remedy-period = Écrivez « { $nearest } ».
gate-e110-what = Cela modifierait le catalogue standard.
gate-e110-remedy = Ajoutez des indicateurs dont le code commence par x_, de nouvelles listes de codes ou de nouvelles régions.
gate-e111-what = Le catalogue n’est pas cohérent à cet endroit.
gate-e111-remedy-malformed = N’utilisez que des lettres, des chiffres, _ et - dans les codes, et donnez un texte dans les deux langues.
gate-e111-remedy-many = Raccourcissez la liste.
gate-e111-remedy-twice = Un élément figure deux fois : retirez-en un.
gate-e111-remedy-unknown = Un nom n’est pas défini, ou se trouve au-dessus de lui-même : définissez-le ou corrigez-le.

## Le fichier de lignes

gate-e120-what = Le fichier dépasse { $limit } Mio.
gate-e120-remedy = Exportez une durée plus courte, ou seulement les colonnes que la recette utilise.
gate-e121-what = Le fichier a plus de { $limit } colonnes.
gate-e122-what = Le fichier a plus de { $limit } lignes.
gate-e123-what = La première ligne ne nomme aucune colonne.
gate-e123-remedy = Exportez le fichier avec le nom des colonnes sur la première ligne.
gate-e124-what = { $cells ->
    [one] Cette ligne a { $cells } cellule,
   *[other] Cette ligne a { $cells } cellules,
} mais la première ligne nomme { $columns ->
    [one] { $columns } colonne.
   *[other] { $columns } colonnes.
}
gate-e124-remedy = Mettez entre guillemets les textes qui contiennent le séparateur, ou exportez de nouveau.
gate-e125-what = Il n’y a pas de colonne « { $column } ».
gate-e125-remedy = Corrigez le nom dans la recette, ou exportez la colonne. Le fichier a { $columns }.
gate-e125-remedy-nearest = Vouliez-vous dire « { $nearest } »? Corrigez la recette ou la première ligne.
gate-e126-what = Deux colonnes s’appellent « { $column } ».
gate-e126-remedy = Renommez l’une d’elles.
gate-e127-what-binary = Ce n’est pas un texte dans un codage usuel. C’est peut-être de l’UTF-16, ou autre chose qu’un tableau.
gate-e127-what-control = Cette ligne contient des caractères de commande, qu’aucun tableau ne contient.
gate-e127-what-pdf = C’est un PDF, et non un tableau.
gate-e127-what-workbook = C’est un classeur de tableur, et non un tableau sous forme de texte.
gate-e127-remedy = Ouvrez-le dans un tableur et enregistrez-le au format « CSV UTF-8 ».
gate-e128-what = La recette ne regarde aucune colonne, chaque ligne compterait donc, mais cette ligne ne nomme pas chaque colonne.
gate-e128-remedy = Exportez le fichier avec le nom des colonnes sur la première ligne, et rien au-dessus.
gate-e180-what = « { $value } » peut être { $whole }{ $rest } ou { $whole },{ $rest }.
gate-e180-remedy = Écrivez dans la recette, sous [file] : decimal = "{ $other }" s’il s’agit de { $whole }{ $rest }, decimal = "{ $sign }" s’il s’agit de { $whole },{ $rest }.
gate-e181-what = « { $first } » et « { $second } » pourraient toutes deux séparer les cellules de ce fichier.
gate-e181-remedy = Indiquez dans la recette, sous [file], laquelle est la bonne, par exemple delimiter = "{ $first }".
gate-e182-what = Aucune colonne de ce fichier n’indique quel jour les jumelages ont commencé.
gate-e182-remedy = Exportez la date de début de chaque jumelage, dans une colonne telle que « Date de jumelage », ou écrivez la recette à la main.

## Les comptes d’un modèle rempli (FL-E2xx)

gate-e200-what = Ce ne sont pas les comptes d’un modèle, tels que cette version les écrit.
gate-e200-what-sheet = Cette feuille a perdu la ligne masquée qui nomme ses colonnes, ou certaines de ses colonnes.
gate-e200-remedy = Repartez d’un nouveau modèle (« flotilla template write ») et copiez-y vos nombres.
gate-e201-what = « { $value } » n’est pas un nombre.
gate-e201-remedy = Inscrivez un nombre, ou laissez la case vide si vous ne le savez pas.
gate-e202-what = « { $value } » n’est pas un nombre : il en cache un.
gate-e202-remedy = Inscrivez le nombre exact. Les petits groupes sont masqués pour vous avant que quoi que ce soit quitte cet ordinateur, de sorte que personne ne puisse les déduire. Si la source elle-même ne le donne pas, dites-le dans une recette : [counts] masked.
gate-e203-what = « { $value } » peut être un millier ou une fraction.
gate-e203-remedy = Inscrivez le nombre en chiffres seulement.
gate-e204-what = « { $value } » n’est pas un compte : un nombre entier de 0 à 1 milliard.
gate-e204-remedy = Inscrivez combien il y en a, ou laissez la case vide si vous ne le savez pas.
gate-e205-what = Il n’y a rien ici pour { $indicator } à { $region }, mais d’autres cases du même tableau sont remplies.
gate-e205-what-category = Seules { $filled } des { $all } cases de cette ventilation sont remplies.
gate-e205-remedy = Inscrivez 0 là où il n’y a personne. Pour tout omettre, videz aussi les autres cases.
gate-e206-what = Il n’y a rien ici pour { $indicator } à { $region }, mais { $cell } en donne une partie.
gate-e206-remedy = Inscrivez le total, ou videz ses parties.
gate-e207-what = { $sheet } : les parties de { $indicator } totalisent { $sum }, mais { $cell } indique { $total }.
gate-e207-what-programs = { $sheet } : les programmes de { $indicator } totalisent { $sum }, mais { $cell } indique { $total }.
gate-e207-what-regions = { $sheet } : les régions de { $indicator } totalisent { $sum }, mais { $cell } indique { $total }.
gate-e207-remedy = Corrigez les parties ou le total.
gate-e207-remedy-unknown = Y a-t-il quelqu’un dont on ne le sait pas? Utilisez la colonne « { $code } ». Sinon, corrigez les parties ou le total.
gate-e208-what = C’est plus que le groupe entier : { $cell } indique { $total }.
gate-e208-remedy = Corrigez ce nombre ou le total.
gate-e209-what = La même chose est dite dans { $cell }.
gate-e209-remedy = Gardez l’une des deux cases et videz l’autre.
gate-e210-what = Rien n’est rempli.
gate-e210-remedy = Inscrivez vos nombres dans les cases blanches, enregistrez le classeur, puis réessayez.
gate-e211-what = Il y a un nombre dans la colonne { $column }, qui ne fait pas partie du modèle : personne ne le lirait.
gate-e211-remedy = Déplacez-le dans une colonne du modèle, ou supprimez-le.
gate-e212-what = Ce modèle a été fait pour « { $member } », et vous êtes « { $own } ».
gate-e212-remedy = Utilisez un modèle à vous : flotilla template write
gate-e213-what = Ce modèle a une forme qui n’est pas connue ici (« { $version } »).
gate-e213-remedy = Repartez d’un nouveau modèle (« flotilla template write »), ou utilisez une version plus récente de flotilla.
gate-e214-what-indicator = Il y a des nombres dans cette ligne, mais aucun indicateur.
gate-e214-what-program = Il y a des nombres dans cette ligne, mais aucun programme.
gate-e214-what-region = Il y a des nombres dans cette ligne, mais aucune région.
gate-e214-remedy = Choisissez un code dans la liste de cette case, ou videz la ligne.
gate-e215-what = Cela fait { $cells } cases; un modèle peut en avoir { $limit }.
gate-e215-remedy = Faites plusieurs modèles, chacun avec une partie des indicateurs (--indicator).
gate-e216-what = Il n’y a rien à remplir : aucun indicateur qui se compte, ou aucune région.
gate-e216-remedy = Nommez les régions et les programmes avec --region et --program, ou travaillez dans le dossier d’un membre.
gate-e216-remedy-code = Prenez un code du niveau le plus fin; flotilla explain énumère ceux d’une liste, et les indicateurs doivent être du genre flow ou stock.
gate-e217-what = « { $value } » n’est pas une période.
gate-e217-remedy = Écrivez les périodes ainsi : 2025, 2025-Q3, 2025-09, FY2024-25 ou SY2024-25, ou donnez les mots du tableau sous map.
gate-e218-what = Cette ligne porte sur deux ventilations à la fois.
gate-e218-remedy = Ne gardez que les lignes ventilées d’une seule façon, et associez à "_T" les mots qui désignent tout le monde.
gate-e280-what = { $place } a été donné par { $author } pour des organismes qui déclarent ensemble, et { $names } le donnerait seul, de sorte qu’on pourrait le soustraire.
gate-e280-remedy = Omettez cet indicateur et cette période dans l’un des fichiers : qui déclare ensemble ne publie rien de cela de son côté. S’il n’y a rien de vous là-dedans, dites-le : --disown IDENTIFIANT
gate-e281-what = { $place }, tel que { $author } le donne, moins ce qui est dit de { $names }, laisserait un ou deux des organismes visés.
gate-e281-remedy = Omettez cet indicateur et cette période, ou entendez-vous avec ceux qui resteraient : leurs nombres peuvent être déduits par soustraction. S’il n’y a rien de vous là-dedans, dites-le : --disown IDENTIFIANT
gate-e282-what = { $indicator } { $period } est déjà publié, composé d’autres chiffres : les vôtres, ou ceux d’autres organismes.
gate-e282-remedy = Ne publiez chaque indicateur et période que d’une façon. Qui déclare avec d’autres joint son fichier aux leurs.
gate-e283-what = Personne ne dit à qui est « { $file } ».
gate-e283-what-file = « { $file } » est nommé ici, mais il n’est pas parmi les fichiers.
gate-e283-remedy = Sous [together], nommez chaque fichier et l’organisme à qui il est : "organisme.csv" = "organisme"
gate-e284-what = Ce ne sont pas les fichiers d’autant d’organismes que la recette en nomme.
gate-e284-remedy = Publiez-les avec « flotilla publish metrics FICHIER FICHIER FICHIER --together FICHIER ».
gate-e285-what = Ce qui suit porte sur le fichier de « { $name } ».
gate-e285-remedy = Demandez-lui un fichier corrigé.
gate-e286-what = { $indicator } ne s’additionne pas d’un organisme à l’autre : une personne peut être dans plusieurs, ou c’est une moyenne.
gate-e286-remedy = Omettez-le, et choisissez des indicateurs du genre flow ou stock.
gate-e287-what = { $indicator } { $period } vient presque entièrement d’un seul organisme, et les autres pourraient en déduire le nombre.
gate-e287-remedy = Omettez-le, ou attendez que plus d’organismes déclarent ensemble. Le plus grand peut publier de son côté.
gate-e288-what = De { $place }, tel que { $author } le donnent, on pourrait déduire le nombre de { $names } seul, ou de ces deux : aucune somme ne fait partie d’une autre, mais ensemble elles ne laissent rien d’autre.
gate-e288-remedy = Omettez cet indicateur et cette période, ou entendez-vous avec les autres sur ceux dont les chiffres sont additionnés. S’il n’y a rien de vous là-dedans, dites-le : --disown IDENTIFIANT
gate-e289-what = Il y a tant de chiffres composés de ceux d’autres qu’il aurait fallu trop de temps pour voir qui ceux-ci laisseraient seul.
gate-e289-remedy = Publiez moins d’indicateurs et de périodes à la fois. Si quelqu’un dit que ses chiffres sont composés des vôtres et que c’est faux, dites-le : --disown IDENTIFIANT
gate-e290-what = { $indicator } { $period } a été donné selon des codes de « { $list } » que le catalogue a divisés ou réunis depuis : donnés de nouveau selon les nouveaux, les anciens pourraient être déduits.
gate-e290-remedy = Omettez cette ventilation pour cette période, ou reprenez ce qui a été donné selon les anciens codes. Les périodes suivantes peuvent avoir les nouveaux.

## Une recette proposée : commentaires, et colonnes qui ne servent pas

gate-kept-address = des adresses et des localités
gate-kept-birth = des dates de naissance
gate-kept-case = des numéros de dossier ou de personne
gate-kept-email = des adresses courriel
gate-kept-health = des numéros d’assurance maladie
gate-kept-identity = des identités et des situations de vie
gate-kept-name = des noms
gate-kept-note = des notes
gate-kept-phone = des numéros de téléphone
gate-kept-postal = des codes postaux
gate-kept-school = des écoles
gate-kept-social-insurance = des numéros d’assurance sociale
gate-kept-status = des numéros de statut
gate-suggest-bands = Les âges hors des groupes du catalogue comptent comme inconnus.
gate-suggest-consent = plusieurs colonnes parlent de consentement; « { $column } » a été retenue
gate-suggest-consent-none = aucune colonne ne dit qui a consenti, chaque ligne compte donc; assurez-vous que vous pouvez compter tout le monde
gate-suggest-date-order = chaque date se lit dans deux ordres; { $format } a été retenu, et non { $other }
gate-suggest-empty = les cases vides comptent comme { $code }
gate-suggest-end-none = aucune colonne ne dit quand les jumelages ont pris fin, seuls les nouveaux jumelages sont donc comptés
gate-suggest-grains = "quarter" peut s’ajouter à grains, mais les petits groupes sont alors plus souvent masqués.
gate-suggest-heading = Proposée d’après le fichier. Regardez chaque ligne sous « à vérifier », puis essayez avec --dry-run.
gate-suggest-region-coarse = La colonne nomme des régions économiques; le catalogue connaît leurs provinces.
gate-suggest-region-none = aucune colonne n’indique la région; écrivez ici le code de la vôtre
gate-suggest-stage = les autres étapes de « { $column } » que celles-ci ne comptent pas
gate-suggest-unsure = à vérifier : { $what }
gate-suggest-word-guess = « { $word } » peut signifier plus, ou autre chose, que { $code }
gate-suggest-word-unknown = on ne sait rien de « { $word } », qui compte donc comme { $code }
gate-suggest-year-first = { $year } est peut-être incomplète : la première date du fichier est le { $day }
gate-suggest-year-old = les années avant { $year } ne sont pas reprises
gate-suggest-year-open = { $year } n’est pas reprise, car elle n’est peut-être pas terminée : la dernière date du fichier est le { $day }
gate-suggest-year-running = { $year } n’est peut-être pas terminée : la dernière date du fichier est le { $day }

## Recette et catalogue

gate-e130-what = « { $code } » n’est pas un code de « { $list } » utilisable ici.
gate-e130-what-cell = « { $value } » n’est pas un code de « { $list } » utilisable ici.
gate-e130-what-profile = « { $code } » de « { $list } » ne figure pas au profil de ce membre.
gate-e130-remedy-profile = Publiez ce que le profil nomme, ou faites d’abord modifier le profil par la coalition.
gate-e130-remedy = Utilisez un code du niveau le plus fin du catalogue; les régions et les programmes doivent figurer au profil du membre.
gate-e130-remedy-cell = Choisissez un code dans la liste de cette case, ou videz la ligne.
gate-e130-remedy-nearest = Vouliez-vous dire « { $nearest } »?
gate-e130-remedy-result = Utilisez un indicateur et une région du catalogue : flotilla query "SELECT code, title_fr FROM indicators"
gate-e131-what-parts = « { $name } » est un taux : inscrivez combien sous { $numerator }, et sur combien sous { $denominator }.
gate-e131-what-ratio = « { $name } » est un taux dont le catalogue ne nomme pas les parties, ou une moyenne dont il ne dit pas sur qui elle porte. Ni l’un ni l’autre n’est publié.
gate-e131-remedy = Choisissez un indicateur de type flux (flow) ou stock.
gate-e132-what = « { $name } » n’est pas une ventilation : les régions et les programmes ont leur propre place.
gate-e132-remedy = Dites d’où viennent les régions et les programmes sous [region] et [program].
gate-e133-what-flow = « { $name } » compte des événements, mais la recette compte ce qui est en cours à la fin d’une période.
gate-e133-what-stock = « { $name } » compte ce qui est en cours à la fin d’une période, mais la recette compte selon une seule date.
gate-e133-what-days = « { $name } » compte ce qui est en cours à la fin d’une période, mais la recette compte ce qui l’a été pendant celle-ci.
gate-e133-what-unique = « { $name } » compte les personnes de toute une période, mais la recette compte celles de son dernier jour.
gate-e133-remedy = Pour des événements : period = { "{" } column, format, grains { "}" }; pour un état : { "{" } from, until, format, at { "}" } ou { "{" } code { "}" }; pour les personnes de toute une période, during au lieu de at.
gate-e134-what = « { $name } » n’est pas ventilé selon « { $dimension } ».
gate-e134-remedy = Retirez cette dimension, ou ajoutez-la aux ventilations d’un indicateur local.
gate-e135-what-count = « { $name } » est un nombre : il n’a pas de numérateur.
gate-e135-what-none = « { $name } » est un taux : la recette ne dit pas quelles lignes vont au numérateur.
gate-e135-what-parts = « { $name } » se calcule avec { $numerator } et { $denominator }, qui sont publiés eux-mêmes.
gate-e135-remedy = Pour un taux, écrivez numerator = [{ "{" } column = "…", equals = ["…"] { "}" }]; pour un nombre, enlevez-le.
gate-e135-remedy-parts = Écrivez plutôt un [[metric]] pour chacun des deux; qui lit fait la division.
gate-e136-what-count = « { $name } » n’est pas une moyenne : il n’y a rien à moyenner.
gate-e136-what-none = « { $name } » est une moyenne : la recette ne dit pas de quoi.
gate-e136-remedy = Pour une moyenne, écrivez mean = "…" avec le nom de la colonne; sinon, enlevez-le.
gate-e137-what-rows = « { $name } » compte des lignes, et non des personnes.
gate-e137-what-unique = « { $name } » compte chaque personne une seule fois, mais la recette ne dit pas ce qui distingue les personnes.
gate-e137-remedy = Là où chaque personne compte une fois, écrivez person = "la colonne de leur numéro"; ailleurs, enlevez-le.
gate-e140-what = La recette ne dit pas ce que « { $value } » signifie.
gate-e140-remedy = Ajoutez le mot à la table (map) de cette colonne, ou corrigez la ligne. Pour les cellules vides, précisez « unknown ».
gate-e140-remedy-nearest = Vouliez-vous dire « { $nearest } »? Corrigez la ligne, ou ajoutez le mot à la table (map) de cette colonne.
gate-e141-what = « { $value } » n’est pas un nombre.
gate-e141-remedy = Corrigez la ligne.
gate-e142-what = « { $value } » n’est pas une date au format attendu par la recette.
gate-e142-remedy = Corrigez la ligne, ou le format dans la recette.
gate-e143-what = { $place } est une moyenne des personnes comptées par { $whole }, qui n’est ni dans le fichier ni publié.
gate-e143-remedy = Publiez aussi le nombre : ajoutez un [[metric]] pour lui, aux mêmes périodes.
gate-e146-what = La recette demande plus de { $limit } chiffres.
gate-e146-remedy = Demandez moins de périodes, de programmes ou de dimensions.
gate-e147-what = Aucune ligne de ce fichier ne compte pour { $indicator }.
gate-e147-remedy = Vérifiez ce que la recette dit sous « where », « consent », « only » et « at », et que c’est le bon fichier; ou laissez cet indicateur de côté.
gate-e145-what = Cette ligne ne dit pas de qui il s’agit.
gate-e145-remedy = Remplissez la cellule, ou écartez ces lignes avec « where ».

## Passage du contrôle

gate-e148-what = Des personnes sont comptées à { $place }, alors que selon le profil ce n’est pas offert là.
gate-e148-remedy = Associez ces lignes au programme ou à la région qui convient. Si c’est offert, le profil doit l’indiquer.
gate-e149-what = { $place } est une part de { $whole }, qui n’est ni dans le fichier ni publié.
gate-e149-remedy = Publiez aussi le tout : ajoutez un [[metric]] pour lui, ou sa période antérieure.
gate-e150-what = Ces paramètres sont moins stricts que ceux de la coalition, ou incompatibles entre eux.
gate-e150-remedy = Choisissez les paramètres de la coalition ou des paramètres plus stricts.
gate-e151-remedy = Corrigez la recette ou le profil du membre.
gate-e152-what = Un indicateur ne peut pas mêler plusieurs types d’années, ni des trimestres et des années scolaires : leur recoupement révélerait des nombres masqués.
gate-e152-remedy = Gardez le type d’année publié en premier.
gate-e153-what = { $period } fait partie d’une période plus longue déjà publiée sans elle.
gate-e153-remedy = Laissez de côté les périodes plus courtes de cette durée.
gate-e154-what = { $place } est déjà publié avec un autre nombre.
gate-e154-remedy = Le nombre porte plusieurs noms et le fichier en dit des choses différentes. Vérifiez la recette.
gate-e155-what = Les nombres autour de { $place } ne peuvent pas provenir des mêmes dossiers que ce qui est déjà publié.
gate-e155-remedy = Vérifiez que l’exportation porte sur les mêmes personnes qu’auparavant.
gate-e156-what = Quoi que l’on masque, { $place } pourrait être déduit de ce qui est déjà publié.
gate-e156-remedy = Publiez des périodes plus longues, ou moins de programmes et de ventilations.
gate-e157-what = La note est trop longue.
gate-e157-remedy = Ramenez la note à 500 caractères.
gate-e158-what = La publication ne peut pas être écrite.
gate-e159-remedy = Cela ne devrait pas arriver : veuillez le signaler. Rien n’a été publié.

## Textes

gate-e160-what-email = Cela ressemble à une adresse courriel.
gate-e160-what-phone = Cela ressemble à un numéro de téléphone.
gate-e160-what-postal-code = Cela ressemble à un code postal.
gate-e160-what-social-insurance = Cela ressemble à un numéro d’assurance sociale.
gate-e160-remedy = Retirez-le. Une boîte courriel ou un téléphone partagés vont dans contact_role.
gate-e161-what = Cette ligne contient des caractères de commande, qui ne sont pas du texte.
gate-e161-remedy = Retirez-les : écrivez le texte de nouveau, ou collez-le sans sa mise en forme.
gate-e170-what = Le fichier n’a pas d’en-tête entre des lignes +++, ou il est trop volumineux.
gate-e170-remedy = Commencez le fichier par +++, les champs, puis +++ avant le texte.
gate-e171-what-extra = Il y a un texte en « { $language } », mais ni titre ni résumé.
gate-e171-what-missing = Il manque le texte en « { $language } ».
gate-e171-remedy = Donnez à chaque langue une table comme [fr] et un texte après une ligne comme +++ fr.
gate-e172-what = Ce champ manque, est trop long ou n’est pas l’un des mots permis.
gate-e172-remedy = Corrigez le champ; le manuel énumère ce qu’il peut contenir.

## Ce qu’un texte peut révéler d’une personne

gate-ask-remedy = Retirez-le, ou confirmez que ce n’est pas personnel.
gate-e220-what = Cela ressemble à une date de naissance.
gate-e221-what = Cela ressemble à un numéro de carte d’assurance maladie.
gate-e222-what = Cela ressemble au numéro d’une carte de statut ou de bénéficiaire.
gate-e223-what = Cela ressemble à une adresse.
gate-e224-what = Cela ressemble au nom d’une personne.
gate-e224-remedy = Désignez la personne par son rôle, par exemple « un mentor ».
gate-e225-what = Cela ressemble au numéro d’un dossier ou d’un jumelage dans un système.
gate-e226-what = Ce nom figure dans vos propres fichiers.
gate-e230-what = Cela ressemble à la première moitié d’un code postal.
gate-e231-what = C’est un jour précis; avec un récit, il peut révéler de qui il s’agit.
gate-e232-what = C’est peut-être le nom d’une personne.
gate-e233-what = Cela ressemble à des initiales suivies d’un âge.
gate-e234-what = Ce lien mène peut-être à quelque chose qui n’est pas destiné à tous.
gate-e235-what = Ces jeunes sont si peu nombreux que quelqu’un pourrait les reconnaître.
gate-e236-what = Cela parle de jeunes d’une seule petite communauté.
gate-e236-remedy = La communauté a-t-elle accepté de partager cela? Si oui, confirmez-le; sinon, retirez-le.
gate-e237-what = Cela parle de cérémonies ou d’enseignements, qui appartiennent à une communauté.
gate-e240-what = Rien dans le fichier ne fait l’objet d’une question en ces mots.
gate-e240-remedy = Citez ce qui est demandé tel qu’il figure dans le fichier; ce qui est bloqué ne peut être confirmé.
gate-e241-what = Ce n’est pas l’identifiant d’une inscription : 64 chiffres et lettres de a à f.
gate-e241-remedy = Donnez l’identifiant du reçu de la version précédente, et une version supérieure à 1.
gate-e242-what = Une version supérieure à 1 en remplace une autre, qui n’est pas nommée.
gate-e243-what = La version 1 ne remplace rien.
gate-e270-what = L’inscription nommée ici est une autre fiche : son identifiant n’est pas le même.
gate-e271-what = L’inscription nommée ici n’est pas une fiche de pratique de ce membre.
gate-e272-what = L’inscription nommée ici porte déjà cette version, ou une version ultérieure.
gate-e273-what = Cette fiche a déjà été publiée; c’est la version { $version }.
gate-e273-remedy = Pour la modifier, écrivez version = { $version } et supersedes = "{ $entry }".
gate-e274-what = Cette fiche est la vôtre.
gate-e275-what = Ce nœud ne détient aucune fiche de pratique de ce nom.
gate-e275-remedy = Nommez la fiche d’un autre membre : flotilla query "SELECT record_id, member, title_fr FROM practices"

## Motifs d’un verdict

gate-i1-catalogue = Elle a été faite avec la version { $version } du catalogue, inconnue ici.
gate-i1-loose = Elle a été faite selon des règles moins strictes que les nôtres (masquer sous { $threshold }; notre minimum est de masquer sous { $minimum }). Demandez à l’expéditeur de publier de nouveau.
gate-i1-policy = Elle a été faite selon la version { $version } de la politique, inconnue ici.
gate-i2-category = { $place } : la catégorie n’est pas un code du niveau le plus fin du catalogue.
gate-i2-dimension = { $place } : l’indicateur ne peut pas être ventilé ainsi.
gate-i2-incomplete = { $place } : la ventilation selon { $dimension } n’énumère pas toutes les catégories.
gate-i2-indicator = { $place } : l’indicateur n’est pas au catalogue.
gate-i2-kind = { $place } : seuls des comptes qui s’additionnent sont acceptés, et non des taux, des moyennes ou des personnes distinctes.
gate-i12-alike = Des { $count } nombres affichés, { $percent } sur cent se terminent par { $end }. Ce devrait être environ la moitié : demandez comment ils ont été arrondis.
gate-union-few = { $place }, tel que { $author } le donne, moins ce qui est dit de { $names }, laisse un ou deux des organismes visés : demandez au dernier venu de l’effacer.
gate-union-together = { $place } a été donné par { $author } pour des organismes qui déclarent ensemble, et { $names } le donne seul : demandez au dernier venu de l’effacer.
gate-union-crossing = De { $place }, tel que { $author } le donnent, on peut déduire le nombre de { $names } seul, ou de ces deux : demandez au dernier venu de l’effacer.
gate-union-unfinished = Il y a tant de chiffres composés de ceux d’autres qu’il aurait fallu trop de temps pour tout comparer : il peut y avoir plus à demander que ce qui est dit ici.
gate-i2-mean = { $place } : une moyenne est publiée à la place d’un nombre, ou l’inverse.
gate-i2-mean-place = { $place } : une moyenne se publie pour l’ensemble, jamais pour une partie.
gate-i2-not-offered = { $place } : le membre n’offre pas ce programme dans cette région; il ne peut donc être publié que comme « sans objet ».
gate-i2-not-applicable = { $place } : « sans objet » n’est pas accepté; le profil n’indique pas que ce n’est pas offert.
gate-i2-period = { $place } : ce dont c’est une part n’a commencé dans aucune période unique de ce genre. Les périodes plus courtes sont acceptées.
gate-i2-practice-code = « { $code } » n’est pas un code de « { $list } ».
gate-i2-program = { $place } : ce membre n’offre pas ce programme, ou l’indicateur n’est pas ventilé par programme.
gate-i2-region = { $place } : ce membre ne dessert pas cette région.
gate-i2-year = { $place } : un même indicateur mêle plusieurs types d’années, ou des trimestres et des années scolaires.
gate-i3-count = { $place } affiche { $count }. Les nombres doivent être des multiples de { $base } et d’au moins { $threshold }.
gate-i4-base-small = { $place } : une ventilation porte sur un groupe masqué, absent ou inférieur à { $slice }.
gate-i4-whole-missing = { $place } est publié sans l’ensemble dont il fait partie.
gate-i5-contradiction = Les nombres autour de { $place } ne peuvent pas provenir d’un même ensemble de dossiers.
gate-i5-too-long = La publication est trop enchevêtrée pour être vérifiée.
gate-i6-balance = En rapprochant ce qu’il y avait, ce qui est arrivé et ce qui est parti, on peut situer { $place } entre { $low } et { $high }; il doit rester au moins { $candidates } valeurs possibles. L’expéditeur doit masquer un nombre de plus.
gate-i6-unpublished = Le nombre de { $place }, qui n’a pas été publié, peut être situé entre { $low } et { $high }; il doit rester au moins { $candidates } valeurs possibles.
gate-i6-unrounded = Le nombre exact derrière { $place } peut être déduit : { $low }.
gate-i6-withheld = Le nombre masqué de { $place } peut être situé entre { $low } et { $high }; il doit rester au moins { $candidates } valeurs possibles. L’expéditeur doit masquer un nombre de plus.
gate-i7-mean = { $place } : une moyenne de { $value } est plus précise que ne le permet un groupe de { $people }, hors de son échelle, ou établie sur trop peu de personnes.
gate-i7-overlap = { $place } : une moyenne est déjà publiée pour une période qui chevauche celle-ci.
gate-i7-people = { $place } : une moyenne est publiée sans le nombre de personnes sur lequel elle porte.
gate-i8-certain = Presque tout le groupe dont { $place } fait partie y appartient, ou presque personne, et c’est délicat. L’expéditeur doit omettre la ventilation, ou masquer ce nombre.
gate-i9-changed = { $place } a déjà été publié avec un autre nombre, et il ne s’agit pas d’une correction.
gate-i9-finer = { $place } ajoute une période plus courte à une période déjà publiée.
gate-i9-another-record = Elle prend la place d’une inscription qui est une autre fiche.
gate-i9-no-record = Elle prend la place d’une inscription qui n’est pas une fiche de pratique de ce membre.
gate-i9-not-later = Elle prend la place d’une version qui n’est pas antérieure à la sienne.
gate-i9-few = Elle ne change que { $count }; une correction ne change aucun nombre, ou au moins { $least }, afin que personne ne puisse savoir qui a été corrigé.
gate-i9-replaces = Elle remplace une publication qui ne compte pas ou qui a déjà été remplacée.
gate-i11-confirmed = Une confirmation cite quelque chose qui ne figure pas dans la fiche.
gate-i11-control = Un texte de la fiche de pratique contient des caractères de commande, qui ne sont pas du texte.

## Pourquoi une inscription du journal est en quarantaine avant d’atteindre le filtre

## Ce qui a été publié auparavant, d’après des fichiers

gate-e194-what = C’est une publication de « { $member } », alors que le premier fichier en est une de « { $first } ».
gate-e194-remedy = Ne donnez que les publications d’un seul membre.
gate-e195-what = Ce n’est pas ce qu’affiche un essai avec --json.
gate-e195-remedy = Donnez les fichiers écrits par « flotilla publish metrics … --dry-run --json », tels quels et dans l’ordre de publication.
gate-e196-what = Ce n’est pas une case et un chiffre tels que l’essai les écrit.
gate-e196-remedy = Donnez le fichier tel qu’il a été écrit.
gate-e197-what = { $place } a déjà été annoncé avec un autre chiffre.
gate-e197-remedy = Un fichier dit chaque nombre une seule fois. Donnez les fichiers tels qu’ils ont été imprimés.
gate-e198-remedy = Aucun destinataire n’accepterait cette publication après celles qui la précèdent. Donnez tous les fichiers, dans l’ordre de publication.

## Ce que voit qui publie

gate-unchanged = { $count ->
    [one] Un chiffre a déjà été publié et reste tel quel.
   *[other] { $count } chiffres ont déjà été publiés et restent tels quels.
}
gate-corrected = { $count ->
    [one] Un nombre publié est corrigé. Qui en a une copie garde aussi l’ancien.
   *[other] { $count } nombres publiés sont corrigés. Qui en a une copie garde aussi les anciens.
}
gate-held-back-few = { $count ->
    [one] Un seul nombre changerait. La correction attend la prochaine publication afin que personne ne puisse savoir qui a été corrigé.
   *[other] Seuls { $count } nombres changeraient. La correction attend la prochaine publication afin que personne ne puisse savoir qui a été corrigé.
}
gate-held-back-revealing = { $count ->
    [one] Un autre nombre publié changerait. Il reste tel quel : en comparant les deux versions, on pourrait calculer un nombre masqué.
   *[other] { $count } autres nombres publiés changeraient. Ils restent tels quels : en comparant les deux versions, on pourrait calculer un nombre masqué.
}
gate-kept-hidden = { $count ->
    [one] Un chiffre a déjà été publié comme masqué et le reste, même si ce fichier permettrait de le montrer. Ce qui est publié ne peut pas encore être corrigé; une période plus longue peut le montrer avec d’autres.
   *[other] { $count } chiffres ont déjà été publiés comme masqués et le restent, même si ce fichier permettrait de les montrer. Ce qui est publié ne peut pas encore être corrigé; une période plus longue peut les montrer ensemble.
}
gate-rows-left-out = { $count ->
    [one] Une ligne est laissée de côté : la recette le veut, ou son consentement manque.
   *[other] { $count } lignes sont laissées de côté : la recette le veut, ou leur consentement manque.
}
gate-why-before = Déjà publié comme masqué : ce nombre le reste.
gate-why-small = Moins de personnes que ce que la coalition montre (les petits groupes sont masqués).
gate-why-complement = Masqué pour que personne ne puisse déduire un petit nombre par soustraction.
gate-why-near-certain = Masqué parce que presque tout le groupe, ou presque personne, y serait, et que c’est délicat.
gate-dropped-small-base = { $indicator }, { $period }, { $region }, { $program } : pas de ventilation par { $dimension }, car le groupe est masqué ou trop petit pour être ventilé.
gate-dropped-near-certain = { $indicator }, { $period }, { $region }, { $program } : pas de ventilation par { $dimension }, car presque tout le groupe a la même réponse, et elle est délicate.
gate-dropped-revealing = { $indicator }, { $period }, { $region }, { $program } : pas de ventilation par { $dimension }, car un nombre masqué aurait pu en être déduit.
gate-dropped-without-whole = { $indicator }, { $period }, { $region }, { $program } : pas de ventilation par { $dimension }, car l'ensemble n'est pas ventilé ainsi non plus.
gate-dropped-dominated = { $indicator }, { $period } : pas de ventilation par { $dimension }, car une partie vient presque entièrement d’un seul organisme.
gate-dropped-untold = { $indicator }, { $period } : pas de ventilation par { $dimension }, car un organisme n’en donne pas une partie, ni que celle-ci est petite.

## Ce qui pourrait être dit à la place

gate-advice-hidden = { $hidden } nombres sur { $of } sont masqués. Avec moins de détail, on pourrait en montrer davantage :
gate-advice-periods = Par années entières seulement, { $hidden } sur { $of } seraient masqués. Dans la recette : grains = ["year"]
gate-advice-programs = Tous programmes confondus, { $hidden } sur { $of } seraient masqués. Dans la recette, retirez : by_program
gate-advice-regions = Sans les régions du plus bas niveau, { $hidden } sur { $of } seraient masqués. Dans la recette, faites nommer par la table de [region] la région qui les contient.
gate-advice-without = Sans la ventilation « { $dimension } », { $hidden } sur { $of } seraient masqués. Dans la recette, retirez-la de : dimensions

## Ce qui semble peu probable

gate-question-jump = { $indicator } de { $region } ({ $program }) : { $now } en { $period }, après { $before } un an plus tôt. Est-ce exact?
gate-question-sum-of-persons = { $indicator } de { $region } ({ $program }) pour { $period } égale la somme de ses parties. Un jeune accueilli dans deux d’entre elles compte une seule fois. Veuillez vérifier.
gate-dropped-governed = { $indicator }, { $period }, { $region }, { $program } : pas de ventilation par { $dimension }, car le reste révélerait une communauté qui n’a pas consenti.
gate-i10-consent = { $place } : une communauté gouverne ceci et n’a pas consenti au chiffre
gate-i10-known = { $place } : d’autres chiffres révèlent qu’il y a quelqu’un, et la communauté n’y a pas consenti
gate-reserved = { $count ->
    [one] « { $code } » est gouverné par une communauté. Sans consentement à ces chiffres, cette cellule reste sur votre ordinateur. Les totaux ne changent pas.
   *[other] « { $code } » est gouverné par une communauté. Sans consentement à ces chiffres, ces { $count } cellules restent sur votre ordinateur. Les totaux ne changent pas.
}
gate-why-governed = Une communauté gouverne ceci et n’a pas consenti.
gate-why-masked = La source du fichier ne le donne pas.
gate-covers = Composé des chiffres de { $count } organismes : { $names }.
gate-covers-together = { $count } organismes déclarent ensemble : { $names }. Aucun d’eux ne publie la même chose de son côté.
gate-question-unbalanced = { $indicator } de { $region } ({ $program }) à la fin de { $period } ne correspond pas à ce qu’il y avait avant, plus ce qui est arrivé, moins ce qui est parti. Veuillez vérifier : un dossier peut être mal daté, compté deux fois ou oublié.
gate-e250-what = « { $kind } » n’est pas un type d’étiquette ni d’avis de Local Contexts.
gate-e250-remedy = Les types s’écrivent comme tk_attribution, bc_provenance ou notice_biocultural.
gate-e251-what = « { $kind } » dit que tout le monde ne peut pas savoir ceci; ce n’est donc pas publié, car ici tout le monde le saurait.
gate-e251-remedy = Gardez la fiche où elle est et parlez à la communauté.
gate-e252-what = « { $kind } » est une étiquette : seule sa communauté l’appose.
gate-e252-remedy = Demandez la signature de la communauté : flotilla practice label. Tout le monde peut mettre un avis, comme notice_traditional_knowledge.
gate-i10-restricted = Une étiquette dit que tout le monde ne peut pas connaître cette fiche.
