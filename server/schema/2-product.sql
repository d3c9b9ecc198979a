-- Version 2, products: parts lists, box builds, vendors and the members of groups.

-- The children of a revision in a box build. The relations of all products form no circle.
CREATE TABLE product_relation (
	guid          TEXT PRIMARY KEY,
	parent        TEXT NOT NULL REFERENCES product_revision ON DELETE CASCADE,
	child         TEXT NOT NULL REFERENCES product_revision ON DELETE CASCADE,
	quantity      INTEGER NOT NULL,
	item_number   TEXT,
	revision_mask TEXT, -- the revisions of the child's product that fit; NULL for the child's own only
	UNIQUE (parent, child)
) WITHOUT ROWID;
CREATE INDEX product_relation_child ON product_relation (child);

CREATE TABLE bom_item (
	product_revision TEXT NOT NULL REFERENCES product_revision ON DELETE CASCADE,
	position         INTEGER NOT NULL,
	guid             TEXT NOT NULL,
	component_ref    TEXT,
	part_number      TEXT,
	revision         TEXT,
	description      TEXT,
	quantity         INTEGER NOT NULL,
	manufacturer     TEXT,
	manufacturer_pn  TEXT,
	vendor           TEXT,
	vendor_pn        TEXT,
	function_block   TEXT,
	PRIMARY KEY (product_revision, position)
) WITHOUT ROWID;

CREATE TABLE vendor (
	id            TEXT PRIMARY KEY,
	name          TEXT NOT NULL UNIQUE,
	extra         TEXT NOT NULL -- the further keys that clients gave it, as a JSON object
) WITHOUT ROWID;

-- The part numbers of a group. They need not be those of registered products, since reports may come before their product.
CREATE TABLE product_group_member (
	product_group INTEGER NOT NULL REFERENCES product_group ON DELETE CASCADE,
	part_number   TEXT NOT NULL,
	PRIMARY KEY (product_group, part_number)
) WITHOUT ROWID;
CREATE INDEX product_group_member_part ON product_group_member (part_number);
