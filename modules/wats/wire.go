package wats

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"github.com/watsrun/watsrun/internal/fault"
)

// wireFault says in plain words why there is no whole answer. What Go says of it stays below, as the cause.
func (c *Client) wireFault(ctx context.Context, err error) *fault.Error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err // without the address, which the message names already
	}
	f := c.untrusted(err)
	if f == nil {
		f = c.wordsFor(ctx, err)
		f.Retryable = true
	}
	f.Cause = err
	return f
}

// wordsFor tries the kinds of trouble from the particular to the general.
func (c *Client) wordsFor(ctx context.Context, err error) *fault.Error {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "proxyconnect" {
		return proxyFault(op)
	}
	if name, ok := errors.AsType[*net.DNSError](err); ok {
		return nameFault(name)
	}
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() || errors.Is(err, windowsTimedOut) {
		return c.slow(ctx, err)
	}
	for _, t := range troubles {
		if t.is(err) {
			return fault.New(fault.Connection, t.text, c.shown).WithHint("%s", t.hint)
		}
	}
	if words, ok := refusedTLS(err); ok {
		return fault.New(fault.Connection, "%s refuses the TLS connection: %s", c.shown, words).
			WithHint("it may want a client certificate: server.cert_file and server.key_file")
	}
	return fault.Wrap(fault.Connection, err, "no whole answer from %s", c.shown).WithHint("%s", checkAddress)
}

// windowsTimedOut is the number that Windows gives to a connection that nobody answers.
const windowsTimedOut = syscall.Errno(10060)

const checkAddress = "check that the server runs and that its address is right (watsrun config)"

// trouble is a way in which the wire fails, with the words for it; %s is the server.
type trouble struct {
	is         func(error) bool
	text, hint string
}

// The numbers are those of Windows, which other systems do not have.
var troubles = []trouble{
	{
		isOneOf(syscall.ECONNREFUSED, syscall.Errno(10061)),
		"cannot connect to %s: nothing listens there (connection refused)", checkAddress,
	},
	{
		isOneOf(syscall.ENETUNREACH, syscall.EHOSTUNREACH, syscall.ENETDOWN, syscall.EHOSTDOWN, syscall.Errno(10051), syscall.Errno(10065), syscall.Errno(10050), syscall.Errno(10064)),
		"cannot connect to %s: no way leads there (network unreachable)", "check the network cable, the network and the VPN",
	},
	{
		isOneOf(syscall.EACCES, syscall.EPERM, syscall.Errno(10013)),
		"cannot connect to %s: this machine does not allow it", "check this machine's firewall",
	},
	{
		isOneOf(http.ErrSchemeMismatch),
		"%s speaks HTTP without TLS", "write the server's address with http:// instead of https://",
	},
	{
		func(err error) bool { _, ok := errors.AsType[tls.RecordHeaderError](err); return ok },
		"what answers at %s does not speak TLS", "check the server's address and its port",
	},
	{
		func(err error) bool { return strings.Contains(err.Error(), "malformed HTTP") },
		"what answers at %s does not speak HTTP", "check the server's address and its port; a server with TLS wants https://",
	},
	{
		isOneOf(io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE, syscall.Errno(10053), syscall.Errno(10054)),
		"the connection to %s broke before the whole answer was there", "try again; if it goes on, check the server, and proxies and firewalls on the way",
	},
}

func isOneOf(causes ...error) func(error) bool {
	return func(err error) bool {
		return slices.ContainsFunc(causes, func(cause error) bool { return errors.Is(err, cause) })
	}
}

// slow is the fault of an answer, or a connection, that does not come in time.
func (c *Client) slow(ctx context.Context, err error) *fault.Error {
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return fault.New(fault.Timeout, "cannot connect to %s: no answer", c.shown).
			WithHint("check the server's address (watsrun config), the network, and firewalls on the way")
	}
	limit, setting := c.timeout(ctx)
	if limit <= 0 {
		return fault.Wrap(fault.Timeout, err, "%s did not answer in time", c.shown).WithHint("it is slow or out of reach; try again")
	}
	return fault.New(fault.Timeout, "%s did not answer within %s", c.shown, limit).
		WithHint("it is slow or out of reach; try again, or raise %s", setting)
}

// nameFault is the fault of a host that cannot be found by its name.
func nameFault(d *net.DNSError) *fault.Error {
	if d.IsNotFound {
		return fault.New(fault.Connection, "there is no host called %s", d.Name).
			WithHint("check the server's address (watsrun config), and whether this network knows the name")
	}
	return fault.New(fault.Connection, "the host %s cannot be looked up: the name server does not answer", d.Name).
		WithHint("check this machine's network and its name server (DNS)")
}

// proxyFault is the fault of a proxy that cannot be reached.
func proxyFault(op *net.OpError) *fault.Error {
	where := "the proxy"
	if dial, ok := errors.AsType[*net.OpError](op.Err); ok && dial.Addr != nil {
		where += " " + dial.Addr.String()
	}
	text, reason := "cannot connect to %s", op.Err.Error()
	if name, ok := errors.AsType[*net.DNSError](op.Err); ok {
		reason = nameFault(name).Message
	} else if i := slices.IndexFunc(troubles, func(t trouble) bool { return t.is(op.Err) }); i >= 0 {
		text, reason = troubles[i].text, ""
	}
	f := fault.New(fault.Connection, text, where).WithHint("check HTTPS_PROXY and HTTP_PROXY; NO_PROXY names the servers that need no proxy")
	if reason != "" {
		f.Message += ": " + reason
	}
	return f
}

// refusedTLS gives what the other side said when it ended the handshake.
func refusedTLS(err error) (words string, ok bool) {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "remote error" {
		return "", false
	}
	return strings.TrimPrefix(op.Err.Error(), "tls: "), true
}

// untrusted is the fault of a certificate that does not prove that the server is the right one; nil for other trouble.
func (c *Client) untrusted(err error) *fault.Error {
	verification, ok := errors.AsType[*tls.CertificateVerificationError](err)
	if !ok {
		return nil
	}
	f := fault.New(fault.Connection, "the certificate of %s is not trusted: %v", c.shown, verification.Err).
		WithHint("name your authority's certificate in server.ca_file, and check the host name and the clock")
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		f.Message = fmt.Sprintf("the certificate of %s is not trusted: nobody whom this machine trusts has signed it", c.shown)
		f.Hint = "name your authority's certificate in server.ca_file"
	}
	if other, ok := errors.AsType[x509.HostnameError](err); ok {
		f.Message = fmt.Sprintf("the certificate of %s is not trusted: it is for %s", c.shown, namesOf(other.Certificate))
		f.Hint = "write the server's address with a name that its certificate has"
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		f.Message = fmt.Sprintf("the certificate of %s is not trusted: it is valid from %s to %s", c.shown,
			invalid.Cert.NotBefore.Format("2006-01-02"), invalid.Cert.NotAfter.Format("2006-01-02"))
		f.Hint = "check this machine's clock, or have the server's certificate renewed"
	}
	return f
}

// namesOf lists the names and addresses that a certificate is for.
func namesOf(c *x509.Certificate) string {
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "no host"
	}
	const most = 3
	if len(names) > most {
		names = append(names[:most], "others")
	}
	return strings.Join(names, ", ")
}
