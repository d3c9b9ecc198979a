-- Users and groups as identity providers keep them by SCIM 2.0, and the tokens that those providers use.

CREATE TABLE scim_resource (
	number   INTEGER PRIMARY KEY, -- the order of lists
	id       TEXT NOT NULL UNIQUE,
	type     TEXT NOT NULL, -- User or Group
	name     TEXT NOT NULL, -- userName or displayName, in lower case
	created  INTEGER NOT NULL,
	modified INTEGER NOT NULL,
	body     TEXT NOT NULL -- the attributes in JSON, without id and meta
);
CREATE INDEX scim_resource_name ON scim_resource (type, name);
CREATE UNIQUE INDEX scim_user_name ON scim_resource (name) WHERE type = 'User';

CREATE TABLE scim_token (
	hash    TEXT PRIMARY KEY, -- SHA-256 in hexadecimal: the token itself is not kept
	expires INTEGER NOT NULL
) WITHOUT ROWID;
