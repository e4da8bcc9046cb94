### L’aide de l’outil `flotilla` : une ligne pour chaque commande et argument.

help-heading-arguments = Arguments
help-heading-commands = Commandes
help-heading-options = Options
help-heading-usage = Utilisation :

help-flotilla = Prendre soin de votre membre d’un commun de données : clés, fondation, publication, questions

help-global-config = Lire les réglages dans ce fichier (par défaut : flotilla.toml dans le dossier du membre)
help-global-dir = Travailler pour le membre de ce dossier (par défaut : ici)
help-global-help = Afficher cette aide
help-global-json = Afficher le résultat en JSON
help-global-lang = Parler en anglais (en) ou en français (fr) (par défaut : la langue du système)
help-global-quiet = N’afficher que le résultat et les erreurs
help-global-version = Afficher la version
help-global-yes = Répondre oui à toutes les questions

help-init = Créer les clés et les réglages d’un nouveau membre
help-init-contact = Un rôle et une adresse partagée, jamais une personne (par défaut : le nom)
help-init-handle = Un nom court pour les tableaux : minuscules, chiffres et traits d’union
help-init-listen-peers = Où les autres nœuds peuvent appeler celui-ci, ou « off » (par défaut : 127.0.0.1:7401)
help-init-listen-web = Où navigateurs et chercheurs joignent ce nœud, ou « off » (par défaut : 127.0.0.1:8401)
help-init-name = Le nom usuel de l’organisme
help-init-passphrase-file = Lire la phrase secrète de la clé d’administration dans ce fichier, que vous seul pouvez lire
help-init-peer = Un pair à appeler, sous la forme hôte:port (peut être répété)
help-init-program = Un type de programme offert par le membre (peut être répété)
help-init-region = Une région du plus bas niveau desservie par le membre, comme CA-QC (peut être répété)

help-coalition = Fonder une coalition ou y adhérer
help-coalition-found = Ébaucher une coalition à partir des fichiers publics de ses fondateurs
help-coalition-found-catalogue = Ajouter aux listes standard les indicateurs et listes de codes de ce fichier
help-coalition-found-founder = Le fichier public d’un fondateur, member.flotilla (peut être répété)
help-coalition-found-name = Le nom usuel de la future coalition
help-coalition-found-out = Écrire l’ébauche dans ce fichier
help-coalition-join = Donner à votre nœud une coalition que tous les fondateurs ont signée
help-coalition-join-file = Le fichier signé
help-coalition-show = Montrer une coalition : ses règles, ses fondateurs, et qui a signé
help-coalition-show-file = Le fichier (par défaut : celui de votre nœud)
help-coalition-sign = Montrer ce dont une coalition convient, et le signer avec votre clé d’administration
help-coalition-sign-file = Le fichier, qui est remplacé par celui qui porte votre signature
help-coalition-sign-passphrase-file = Lire la phrase secrète de la clé d’administration dans ce fichier, que vous seul pouvez lire

help-publish = Publier pour la coalition, après un aperçu
help-publish-metrics = Publier les chiffres d’un tableau
help-publish-metrics-catalogue = À l’essai : indicateurs et listes de codes en plus de la norme
help-publish-metrics-history = À l’essai sans le nœud : ce qu’un essai antérieur a affiché avec --json (peut être répété, dans l’ordre de publication)
help-publish-metrics-member = À l’essai : le nom du membre dans ce qui est affiché
help-publish-metrics-rounding-key = À l’essai : le fichier de 32 octets selon lequel les chiffres sont arrondis
help-publish-metrics-dry-run = Montrer ce qui serait publié, et s’arrêter
help-publish-metrics-file = Le tableau, ou un modèle rempli : CSV, XLSX, XLSM ou ODS
help-publish-metrics-recipe = Comment lire le tableau : une recette en TOML (un modèle rempli n’en demande pas)
help-publish-metrics-report = Écrire ce qui ne va pas, ou ce que les autres verraient, dans ce fichier HTML
help-publish-practice = Publier une fiche de pratique
help-publish-practice-confirm = Dire que ceci n’est pas personnel, tel que cité dans une question; signé avec la fiche (peut être répété)
help-publish-practice-dry-run = Montrer ce qui serait publié, et s’arrêter
help-publish-practice-file = La fiche, en Markdown

help-query = Poser une question en SQL à n’importe quel nœud
help-query-format = Montrer la réponse en table, csv ou json (par défaut : table sur un terminal, sinon csv)
help-query-node = Interroger ce nœud (par défaut : le vôtre)
help-query-sql = Un SELECT sur observations, practices, members, entries et indicators

help-explain = Dire ce que signifie un indicateur, une liste de codes ou un code
help-explain-code = Le code, comme MATCHES_NEW

help-status = Dire comment va votre nœud

help-backup = Écrire données et réglages dans un fichier scellé, et le relire
help-backup-file = Le fichier à écrire
help-backup-passphrase-file = Un fichier contenant la phrase secrète, lisible par vous seul
help-restore = Restaurer une sauvegarde dans le dossier du membre, avec une nouvelle clé de nœud
help-restore-check = Lire la sauvegarde jusqu’à la fin, sans rien écrire
help-restore-file = La sauvegarde
help-restore-passphrase-file = Un fichier contenant la phrase secrète, lisible par vous seul
help-bundle = Transporter ce qui est signé dans un fichier, sur une clé USB ou par courriel
help-bundle-export = Écrire dans un fichier ce que votre nœud détient : les décisions, et les journaux si vous les demandez
help-bundle-export-file = Le fichier; s’il finit par .txt, c’est un texte pour un courriel
help-bundle-export-logs = Avec tous les journaux, les déclarations de têtes et les preuves de bifurcation
help-bundle-export-member = Avec les journaux de ce membre seulement (peut être répété)
help-bundle-export-text = En texte pour un courriel, quel que soit le nom du fichier
help-bundle-import = Donner à votre nœud ce que d’autres vous ont apporté; il vérifie tout
help-bundle-import-file = Le fichier (peut être répété)
help-bundle-show = Dire ce qu’il y a dans un fichier, sans le vérifier
help-bundle-show-file = Le fichier

help-entry = Consulter les inscriptions des journaux, les prouver à d’autres, ou reprendre les vôtres
help-entry-erase = Faire détruire le contenu de vos inscriptions sur chaque nœud
help-entry-erase-ids = Les inscriptions : leurs identifiants, ou au moins les 8 premiers chiffres de chacun
help-entry-erase-now = Détruire aussitôt, avec votre clé d’administration; sinon chaque nœud attend 14 jours
help-entry-erase-passphrase-file = Lire la phrase secrète de la clé d’administration dans ce fichier, que vous seul pouvez lire
help-entry-erase-reason = Pourquoi; tout le monde peut le lire
help-entry-export = Écrire un fichier qui prouve une inscription à qui n’a pas de nœud
help-entry-export-file = Le fichier; s’il finit par .txt, c’est un texte pour un courriel
help-entry-export-id = L’inscription : son identifiant, ou au moins les 8 premiers chiffres
help-entry-list = Lister les inscriptions que votre nœud détient, et dire si elles comptent
help-entry-list-member = Seulement celles de ce membre
help-entry-show = Dire ce que votre nœud sait d’une inscription
help-entry-show-id = L’inscription : son identifiant, ou au moins les 8 premiers chiffres
help-entry-verify = Vérifier un fichier qui prouve une inscription; sans nœud ni réseau
help-entry-verify-coalition = La coalition que ce doit être (par défaut : celle de votre nœud)
help-entry-verify-file = Le fichier
help-entry-verify-id = L’inscription (par défaut : celle pour laquelle le fichier a été fait)
help-entry-withdraw = Masquer vos inscriptions sur chaque nœud
help-entry-withdraw-ids = Les inscriptions : leurs identifiants, ou au moins les 8 premiers chiffres de chacun
help-entry-withdraw-reason = Pourquoi; tout le monde peut le lire

help-verify = Vérifier tout ce que contient un paquet; sans nœud ni réseau
help-verify-coalition = La coalition que ce doit être (par défaut : celle de votre nœud)
help-verify-file = Le fichier
help-shared-after = Numéro de la dernière inscription qui compte; 0 pour aucune
help-shared-away = Un membre dont le responsable ne répond plus (peut être répété)
help-shared-bundle = Lire les décisions dans ce paquet plutôt que dans votre nœud (peut être répété)
help-shared-draft = Écrire une ébauche non signée dans ce fichier, si la clé d’administration est sur un autre ordinateur
help-shared-out = Écrire ce qui est signé dans ce paquet, plutôt que de le remettre à votre nœud
help-shared-passphrase-file = Lire la phrase secrète de la clé d’administration dans ce fichier, que vous seul pouvez lire
help-shared-reason = Le motif, pour ceux qui votent
help-shared-since = Premier jour dont rien ne compte, comme 2026-11-10
help-coalition-found-access = Qui peut interroger : public ou token (par défaut : public)
help-coalition-found-quorum-percent = Pour cent des membres qui doivent approuver un changement, de 51 à 67 (par défaut : 51)
help-coalition-found-threshold = Ne montrer aucun groupe plus petit (par défaut : 10)

help-member = Dire qui est membre : admettre, exclure, rétablir, lister
help-member-admit = Proposer d’admettre un membre, une fois ses chiffres ou ses mots entendus au téléphone
help-member-admit-file = La demande, le fichier member.flotilla du nouveau venu
help-member-list = Lister les membres
help-member-recover = Proposer de nouvelles clés pour un membre qui a perdu toutes les siennes
help-member-recover-file = La demande, faite par : flotilla key recover --lost
help-member-remove = Proposer d’exclure un membre pour toujours
help-member-remove-handle = Le nom court du membre
help-member-remove-reason = Le motif, pour ceux qui votent
help-member-request = Montrer ce qu’il faut à une coalition pour admettre ce membre, et ce qu’il faut lire au téléphone
help-member-request-out = Écrire une copie de la demande dans ce fichier
help-member-show = Montrer un membre : ses clés, et sa situation
help-member-show-handle = Le nom court du membre

help-proposal = Décider ensemble : lister, montrer, approuver, rejeter, proposer
help-proposal-approve = Approuver une proposition
help-proposal-approve-id = Les premiers chiffres de son identifiant
help-proposal-catalogue = Proposer un autre catalogue
help-proposal-catalogue-file = Indicateurs et listes de codes en plus du standard
help-proposal-confirm = Proposer d’inscrire au registre le document d’un membre, pour que ses anciennes clés d’administration ne votent plus
help-proposal-confirm-document = Les premiers chiffres de l’identifiant du document (par défaut : celui en vigueur)
help-proposal-confirm-handle = Le nom court du membre
help-proposal-erase = Proposer de détruire le contenu d’inscriptions, sur chaque nœud
help-proposal-erase-entry = L’identifiant complet d’une inscription (peut être répété)
help-proposal-erase-handle = Le nom court du membre à qui sont les inscriptions
help-proposal-list = Lister ce qui est en cours
help-proposal-policy = Proposer d’autres règles; ce qui n’est pas nommé reste
help-proposal-policy-access = Qui peut interroger : public ou token
help-proposal-policy-candidates = Laisser à un nombre masqué au moins tant de valeurs possibles
help-proposal-policy-member-bytes-max = Limiter le journal d’un membre à tant d’octets
help-proposal-policy-member-entries-max = Limiter le journal d’un membre à tant d’inscriptions
help-proposal-policy-protocol-version-min = Exiger des membres cette version du protocole ou une plus récente
help-proposal-policy-quorum-percent = Pour cent des membres qui doivent approuver un changement, de 51 à 67
help-proposal-policy-rounding-base = Arrondir tout nombre à un multiple de ceci
help-proposal-policy-slice-base = Ne ventiler aucun groupe plus petit
help-proposal-policy-identity-threshold = Ne montrer aucun groupe plus petit d’une identité protégée (par défaut : le double du seuil général)
help-proposal-policy-identity-slice-base = Ne rien ventiler de plus petit selon des identités protégées (par défaut : le double du général)
help-proposal-policy-community-threshold = Ne montrer aucun groupe plus petit qu’une communauté gouverne (par défaut : quatre fois le seuil général)
help-proposal-policy-community-slice-base = Ne rien ventiler de plus petit selon des groupes qu’une communauté gouverne (par défaut : le double du général, ou leur seuil)
help-proposal-policy-threshold = Ne montrer aucun groupe plus petit
help-proposal-reject = Rejeter une proposition : personne n’a à vous attendre
help-proposal-reject-id = Les premiers chiffres de son identifiant
help-proposal-show = Montrer une proposition ou une décision
help-proposal-show-id = Les premiers chiffres de son identifiant

help-key = Prendre soin de vos clés : montrer, remplacer, révoquer, rétablir
help-key-recover = Faire de la clé de la fiche de secours la clé d’administration
help-key-recover-after = La version de votre dernier document (par défaut : celui en vigueur); avec --lost, la dernière inscription
help-key-recover-lost = Tout est perdu, la fiche aussi : créer de nouvelles clés, et une demande aux autres
help-key-recover-member = Le nom court du membre, si ses réglages sont perdus
help-key-recover-out = Écrire dans ce fichier ce qui est signé, ou la demande
help-key-recover-words-file = Lire les mots de la fiche dans ce fichier, que vous seul pouvez lire
help-key-revoke = Remplacer une clé de nœud volée, et dire jusqu’où elle compte
help-key-rotate = Remplacer la clé du nœud; tout ce qui est publié compte
help-key-show = Montrer par quelles clés ce membre parle
help-key-unlock = Vérifier que la phrase secrète ouvre la clé d’administration

help-recipe = Prendre soin des recettes, qui disent comment lire un tableau
help-recipe-suggest = Proposer une recette pour un tableau, avec un commentaire à chaque supposition
help-recipe-suggest-catalogue = Des indicateurs, listes de codes et régions qui s’ajoutent aux standards
help-recipe-suggest-file = Le tableau : CSV, XLSX, XLSM ou ODS
help-recipe-suggest-sheet = Quelle feuille d’un classeur

help-recovery = Prendre soin de la fiche de secours
help-recovery-verify = Vérifier que ce sont les mots de la fiche qui compte
help-recovery-verify-words-file = Lire les mots de la fiche dans ce fichier, que vous seul pouvez lire

help-sign = Montrer ce qui a été ébauché ailleurs, et le signer avec la clé d’administration
help-sign-file = L’ébauche, ou un acte de fondation
help-sign-out = Écrire ce qui est signé dans ce paquet

help-key-rotate-ask = Un nœud à interroger pour savoir jusqu’où va le journal (peut être répété)
help-key-rotate-restored = Le nœud a été restauré d’une sauvegarde et a déjà sa nouvelle clé
help-log = S’occuper de votre propre journal
help-log-settle = Régler un journal à deux histoires, et publier de nouveau ce qu’une coupure a laissé
help-log-settle-keep = Garder la branche qui se termine par cette inscription
help-entry-erasures = Dire de chaque effacement combien de nœuds le confirment, et qui pas encore

help-template = S’occuper des classeurs à remplir
help-template-write = Écrire un classeur de nombres à remplir, sans recette
help-template-write-catalogue = Indicateurs, listes de codes et régions en plus des normalisés
help-template-write-history = Ce qu’un essai antérieur a affiché avec --json : ses valeurs paraissent à côté de ce qui est demandé (répétable)
help-template-write-indicator = Ne demander que cet indicateur (répétable)
help-template-write-member = Le nom du membre dans le classeur
help-template-write-out = Écrire dans ce fichier (par défaut : modele-PÉRIODE.xlsx)
help-template-write-period = La période, par exemple 2025, 2025-T3 ou FY2024-25
help-template-write-program = S’il n’y a pas de membre ici : un type de programme offert (répétable)
help-template-write-region = S’il n’y a pas de membre ici : une région du niveau le plus fin, par exemple CA-ON (répétable)

help-privacy-register = Dire ce qui a été anonymisé, quand et comment
help-privacy-register-bundle = Lire ce fichier au lieu d’interroger le nœud
help-privacy-register-out = L’écrire dans ce fichier, dont le nom se termine par .csv ou .xlsx
help-privacy-register-purpose = À quoi servent les chiffres (par défaut : apprendre ensemble)

help-inbox = Surveiller un dossier, et écrire un rapport à côté de chaque tableau qu’on y dépose
help-inbox-folder = Le dossier
help-inbox-once = Regarder une fois, puis s’arrêter
help-inbox-recipe = Comment lire les tableaux qui ne sont pas des modèles (par défaut : recipe.toml dans le dossier)

help-names = Connaître les noms de ses propres participants, pour qu’aucun ne soit publié
help-names-forget = Oublier tous les noms
help-names-learn = Apprendre les noms dans des colonnes d’un tableau; seules des empreintes salées sont gardées, sur cet ordinateur
help-names-learn-column = Une colonne qui contient des noms (peut être répété)
help-names-learn-file = Le tableau : CSV, XLSX, XLSM ou ODS
help-names-learn-sheet = Quelle feuille d’un classeur

help-practice = Rédiger des fiches de pratique
help-practice-check = Énumérer tout ce qui ne va pas dans une fiche, sans nœud
help-practice-check-catalogue = Indicateurs, listes de codes et régions en plus de la norme
help-practice-check-confirm = Dire que ceci n’est pas personnel, tel que cité dans une question (peut être répété)
help-practice-check-file = La fiche, en Markdown
help-practice-new = Écrire une fiche à remplir, dans la langue de --lang
help-practice-new-file = Le fichier à écrire (par défaut : pratique.md)
help-key-steward = Créer la clé par laquelle une communauté consent
help-key-steward-file = Le fichier à écrire, comme gardien.key; la moitié publique est écrite à côté
help-proposal-steward = Proposer qui parle pour une communauté; ce qui n’est pas nommé reste
help-proposal-steward-code = Ce qu’elle gouverne, comme population:FIRST_NATIONS (peut être répété)
help-proposal-steward-contact = À qui parler : une fonction et une boîte partagée, jamais une personne
help-proposal-steward-handle = Le nom court de la communauté
help-proposal-steward-key = La moitié publique de sa clé, créée par : flotilla key steward
help-proposal-steward-name = Comment elle s’appelle, comme "fr=Nation du Nord"; en anglais, en français et dans ses propres langues (peut être répété)
help-proposal-steward-remove = Plus personne ne parlera pour elle
help-entry-cosign = Consentir à des chiffres au nom d’une communauté, avec sa clé; sans nœud
help-entry-cosign-file = La demande, du membre qui publie
help-entry-cosign-key = La clé de la gardienne ou du gardien, créée par : flotilla key steward
help-entry-cosign-out = Le fichier à écrire, à renvoyer
help-publish-metrics-ask-steward = Demander le consentement de cette communauté, et ne rien publier (peut être répété)
help-publish-metrics-agreement = L’entente avec la communauté, telle que les deux parties la nomment
help-publish-metrics-consent = La réponse d’une communauté (peut être répété)
help-publish-metrics-request = Où écrire la demande aux gardiennes et gardiens
help-entry-retract = Reprendre le consentement d’une communauté, avec sa clé : chaque nœud masque ce qu’il couvre
help-entry-retract-file = Ce qui a été signé par « entry cosign »
help-entry-retract-key = La clé de la gardienne ou du gardien, celle d’aujourd’hui ou une précédente
help-entry-retract-out = Le lot à écrire, que n’importe quel membre peut importer
help-records = Lister tout ce qu’un membre a jamais publié sur un groupe, quoi qu’il en soit devenu
help-records-about = Le groupe, comme population:FIRST_NATIONS
help-records-bundle = Lire ce lot au lieu d’interroger votre nœud
