
-- Tickets of RootCause.
CREATE TABLE ticket (
	number        INTEGER PRIMARY KEY,
	guid          TEXT NOT NULL UNIQUE,
	subject       TEXT NOT NULL,
	status        INTEGER NOT NULL, -- one of the flags
	priority      INTEGER NOT NULL,
	owner         TEXT NOT NULL,
	assignee      TEXT, -- never shown; a ticket without one is open
	team          TEXT,
	origin        TEXT,
	progress      TEXT,
	report        TEXT, -- the uuid of a report, which need not be here
	created       INTEGER NOT NULL,
	updated       INTEGER NOT NULL
);
CREATE INDEX ticket_team ON ticket (team) WHERE team IS NOT NULL;

-- What was said and done about a ticket, in order.
CREATE TABLE ticket_update (
	id            INTEGER PRIMARY KEY,
	guid          TEXT NOT NULL UNIQUE,
	ticket        INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
	time          INTEGER NOT NULL,
	user          TEXT NOT NULL,
	type          INTEGER NOT NULL,
	content       TEXT NOT NULL
);
CREATE INDEX ticket_update_ticket ON ticket_update (ticket);

CREATE TABLE ticket_attachment (
	id            INTEGER PRIMARY KEY,
	guid          TEXT NOT NULL UNIQUE,
	ticket_update INTEGER REFERENCES ticket_update ON DELETE CASCADE, -- the comment that names it, if one does by now
	filename      TEXT NOT NULL,
	media_type    TEXT NOT NULL,
	body          BLOB NOT NULL
);
CREATE INDEX ticket_attachment_update ON ticket_attachment (ticket_update);
