package server

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// maxTokenDays bounds the life of a token: ten years.
const maxTokenDays = 3650

// scimToken is a token for an identity provider.
type scimToken struct {
	Token        string  `json:"token"`
	ExpiresUTC   instant `json:"expiresUtc"`
	DurationDays int     `json:"durationDays"`
}

// getToken makes a token that is valid for a number of days, and forgets those that are not valid any more.
func (s *scimService) getToken(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	days := q.Int("duration", 90, 1, maxTokenDays)
	if err := q.Err(); err != nil {
		return nil, err
	}
	now := s.clock()
	token := scimToken{Token: rand.Text(), ExpiresUTC: instantOf(now.AddDate(0, 0, days)), DurationDays: days}
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		if _, err := tx.Exec("DELETE FROM scim_token WHERE expires <= ?", instantOf(now)); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO scim_token VALUES (?, ?)", tokenHash(token.Token), token.ExpiresUTC)
		return err
	})
	return token, stored(err)
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// bearerOf is the bearer token of a request.
func bearerOf(r *http.Request) (token string, ok bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// bearsSCIMToken says whether a request for users or groups carries a bearer token: guarded judges that, not the
// server's own token.
func bearsSCIMToken(r *http.Request) bool {
	_, path, _ := strings.Cut(r.Pattern, " ")
	_, ok := bearerOf(r)
	return ok && (strings.HasPrefix(path, scimUsers.path) || strings.HasPrefix(path, scimGroups.path))
}

// guarded refuses requests that carry a bearer token which is not valid, or not any more. Those without one have been
// judged by the server's own token before they came here.
func (s *scimService) guarded(next web.Handler) web.Handler {
	return func(r *http.Request) (any, error) {
		token, ok := bearerOf(r)
		if !ok {
			return next(r)
		}
		var one int
		var valid bool
		err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
			valid, err = tx.Find([]any{&one}, "SELECT 1 FROM scim_token WHERE hash = ? AND expires > ?",
				tokenHash(token), instantOf(s.clock()))
			return err
		})
		if err == nil && !valid {
			err = fault.New(fault.Unauthorized, "the provisioning token is wrong or has expired").
				WithHint("make a new one with GET /api/SCIM/v2/Token")
		}
		if err != nil {
			return nil, stored(err)
		}
		return next(r)
	}
}
