package wats

import "net/url"

// rootcauseCases are what the tests of all operations must know of the rootcause service.
var rootcauseCases = expectations{
	complete: []string{"rootcause"},
	otherwise: map[string]string{
		"rootcause.get_tickets/status":             "it may be several",
		"rootcause.upload_attachment/file_content": "a file on disk may be sent instead",
		"rootcause.upload_attachment/filename":     "a file on disk has a name",
	},
	args: map[string]map[string]any{
		"rootcause.update_ticket":     {"ticket": `{"ticketId":"` + testID + `","unknownKey":[1],"tags":[{"key":"a"}]}`},
		"rootcause.upload_attachment": {"file_content": "\x00content\xff", "filename": anyText},
	},
	requests: map[string][]string{
		"rootcause.add_comment":       {"GET /api/RootCause/Ticket", "PUT /api/RootCause/Ticket"},
		"rootcause.change_status":     {"GET /api/RootCause/Ticket", "PUT /api/RootCause/Ticket"},
		"rootcause.assign_ticket":     {"GET /api/RootCause/Ticket", "PUT /api/RootCause/Ticket"},
		"rootcause.upload_attachment": {"POST /api/RootCause/Attachment"}, // its form is tested by itself
	},
	queries: map[string]url.Values{
		"rootcause.get_open_tickets":   {"status": {"1"}},
		"rootcause.get_active_tickets": {"status": {"3"}},
		"rootcause.add_comment":        {}, "rootcause.change_status": {}, "rootcause.assign_ticket": {},
	},
	bodies: map[string]any{
		"rootcause.create_ticket": map[string]any{
			"subject": anyText, "priority": 2, "assignee": anyText, "team": anyText, "reportUuid": testID, "update": map[string]any{"content": anyText},
		},
		"rootcause.update_ticket": `{"ticketId":"` + testID + `","unknownKey":[1],"tags":[{"key":"a","change":1}]}`,
		"rootcause.add_comment":   `{"ticketId":"t","status":2,"unknownKey":1.50,"assignee":"a b&c/ø","update":{"content":"a b&c/ø"}}`,
		"rootcause.change_status": `{"ticketId":"t","status":8,"unknownKey":1.50,"assignee":"a b&c/ø","update":null}`,
		"rootcause.assign_ticket": `{"ticketId":"t","status":2,"unknownKey":1.50,"assignee":"a b&c/ø","update":null}`,
	},
	mimes:   map[string]string{"rootcause.upload_attachment": "multipart/form-data; boundary="},
	answers: map[string]string{"GET /api/RootCause/Ticket": `{"ticketId":"t","status":2,"unknownKey":1.50,"update":null}`},
	files:   []string{"rootcause.get_attachment"},
	full:    []string{"rootcause.get_ticket"},
	truths:  []string{"rootcause.archive_tickets"},
}
