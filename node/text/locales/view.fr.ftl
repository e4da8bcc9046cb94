## Pourquoi une requête reste sans réponse

view-ambiguous = La colonne `{ $column }` existe dans plusieurs tables. Écrivez d’abord le nom de la table : `observations.{ $column }`.
view-as-said = La requête reste sans réponse. Le moteur dit, en anglais : { $said }
view-busy = Trop de requêtes sont en cours. Redemandez dans un instant.
view-compute = Une valeur ne peut pas être calculée : une division par zéro, ou un nombre hors limites.
view-function-huge = La fonction { $name } n’est pas offerte : elle peut produire des textes de toute longueur.
view-function-unsteady = La fonction { $name } n’est pas offerte : sa réponse ne dépend pas des seules données.
view-gap-names = Les trous de la requête doivent être `?`, ou `$1`, `$2` et ainsi de suite, sans en sauter.
view-gap-rows = Les valeurs pour les trous d’une requête forment une seule ligne. Posez la question une fois par ligne.
view-gap-unreadable = Les valeurs pour les trous de la requête ne peuvent pas être lues : { $said }
view-gap-value = Une valeur ne convient pas à son trou : { $said }
view-gaps = Trous dans la requête (`?` ou `$1`) : { $gaps }. Valeurs données pour les remplir : { $values }.
view-internal = Ce nœud ne peut pas répondre à la requête.
view-no-column = Il n’y a pas de colonne `{ $name }`.
view-no-column-but = Il n’y a pas de colonne `{ $name }`. Vouliez-vous dire `{ $nearest }`?
view-no-function = Il n’y a pas de fonction `{ $name }`.
view-no-function-but = Il n’y a pas de fonction `{ $name }`. Vouliez-vous dire `{ $nearest }`?
view-no-table = Il n’y a pas de table `{ $name }`. SHOW TABLES en donne la liste.
view-no-table-but = Il n’y a pas de table `{ $name }`. Vouliez-vous dire `{ $nearest }`?
view-not-a-query = Seules SELECT, WITH, VALUES, EXPLAIN, DESCRIBE et SHOW TABLES reçoivent une réponse.
view-not-one = Posez une requête à la fois.
view-out-of-memory = La requête demande plus de { $limit } Mio de mémoire. Demandez moins de lignes ou de colonnes.
view-search-filter = Il n’y a pas de filtre { $name }. Vouliez-vous dire { $nearest }? Les filtres s’écrivent eepm=4 ou population=BLACK,NEWCOMER.
view-search-texts = { $name } prend des textes entre apostrophes droites : d’abord les mots, puis les filtres, chacun comme eepm=4.
view-search-too-long = Les mots à chercher dépassent { $limit } caractères.
view-slower-than = La requête prend plus de { $limit } secondes. Demandez moins à la fois.
view-slower-than-ms = La requête prend plus de { $limit } millisecondes. Demandez moins à la fois.
view-syntax = Ce n’est pas une requête. L’analyseur dit, en anglais : { $said }
view-syntax-at = Ce n’est pas une requête (ligne { $line }, colonne { $column }). L’analyseur dit, en anglais : { $said }
view-too-deep = La requête s’imbrique sur plus de { $limit } niveaux. Utilisez IN pour une longue liste.
view-too-long = La requête dépasse { $limit } Kio.
view-too-many-gaps = La requête a plus de { $limit } trous.
view-too-many-parts = La requête a plus de { $limit } parties (SELECT, JOIN, tables).
view-too-many-rows = La réponse a plus de { $limit } lignes.
view-too-many-values = Le filtre { $column } nomme plus de { $limit } valeurs.
view-too-many-words = La requête a plus de { $limit } mots et signes.
view-twice = La colonne `{ $column }` y est deux fois. Donnez un autre nom à l’une d’elles avec AS.
view-unordered = DISTINCT dans { $name } n’a pas d’ordre fixe. Choisissez d’abord les lignes distinctes.
view-unreadable = Une valeur ne peut pas être lue comme un nombre ou une date. Comparez les textes à des textes, entre apostrophes, et les nombres à des nombres.
view-warn-hidden = Les chiffres masqués (statut x) ne sont pas dans la somme : elle est un minimum.
view-warn-mean = { $indicator } est une moyenne. Les moyennes ne s’additionnent pas; pondérez-les : sum(value * n) / sum(n).
view-warn-mixed = Dans { $columns }, les totaux côtoient leurs parties, et la somme additionne les deux. Choisissez une valeur de chacune (les totaux sont _T), ou groupez par elle.
view-warn-persons = { $indicator } compte chaque personne une fois par période. Les personnes de plusieurs périodes ne s’additionnent pas.
view-warn-stock = { $indicator } est ce qu’il y avait à la fin d’une période. Sur plusieurs périodes, cela ne s’additionne pas.
