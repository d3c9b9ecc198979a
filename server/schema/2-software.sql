
-- Software packages. The versions of a name count up for ever: the number of a deleted package is not given again.
CREATE TABLE software_name (
	name          TEXT PRIMARY KEY,
	last_version  INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE software_package (
	guid            TEXT PRIMARY KEY,
	name            TEXT NOT NULL REFERENCES software_name,
	version         INTEGER NOT NULL,
	status          INTEGER NOT NULL, -- 0 draft, 1 pending, 2 released, 3 revoked
	description     TEXT,
	install_on_root INTEGER NOT NULL,
	root_directory  TEXT,
	priority        INTEGER,
	created         INTEGER NOT NULL,
	created_by      TEXT NOT NULL,
	modified        INTEGER NOT NULL,
	modified_by     TEXT NOT NULL,
	UNIQUE (name, version)
) WITHOUT ROWID;

-- Tags of a package; a key may be there more than once.
CREATE TABLE software_tag (
	package       TEXT NOT NULL REFERENCES software_package ON DELETE CASCADE,
	position      INTEGER NOT NULL,
	key           TEXT NOT NULL,
	value         TEXT,
	PRIMARY KEY (package, position)
) WITHOUT ROWID;
CREATE INDEX software_tag_value ON software_tag (key, value);

-- Folders below the root of a package, with their whole path: "bin", "bin/drivers". Stations run on file systems that
-- do not tell cases apart.
CREATE TABLE software_folder (
	guid          TEXT PRIMARY KEY,
	package       TEXT NOT NULL REFERENCES software_package ON DELETE CASCADE,
	path          TEXT NOT NULL COLLATE NOCASE,
	UNIQUE (package, path)
) WITHOUT ROWID;

CREATE TABLE software_file (
	id            INTEGER PRIMARY KEY,
	guid          TEXT NOT NULL UNIQUE,
	package       TEXT NOT NULL REFERENCES software_package ON DELETE CASCADE,
	path          TEXT NOT NULL COLLATE NOCASE,
	size          INTEGER NOT NULL,
	sha1          TEXT NOT NULL,
	md5           TEXT NOT NULL,
	attributes    TEXT NOT NULL,
	created       INTEGER NOT NULL, -- when it first came in
	modified      INTEGER NOT NULL, -- the date of the file itself
	method        INTEGER NOT NULL, -- how packed is packed, in the numbers of zip
	packed        BLOB NOT NULL,
	UNIQUE (package, path)
);

-- What happened to packages, also to those that are deleted by now.
CREATE TABLE software_log (
	id            INTEGER PRIMARY KEY,
	package       TEXT NOT NULL,
	name          TEXT NOT NULL,
	version       INTEGER NOT NULL,
	time          INTEGER NOT NULL,
	user          TEXT NOT NULL,
	event         TEXT NOT NULL, -- Created, Changed, Uploaded, Draft, Pending, Released, Revoked, Deleted or Downloaded
	client        INTEGER, -- of a download
	size          INTEGER  -- of a download, in bytes
);
CREATE INDEX software_log_package ON software_log (package);
CREATE INDEX software_log_client ON software_log (client) WHERE client IS NOT NULL;
