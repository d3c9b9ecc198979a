package calls

import (
	"bytes"
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"

	"github.com/watsrun/watsrun/internal/shared"
)

// reference is what the C implementation of Lua 5.1 prints for a script, where it is installed.
func reference(t *testing.T, script string) string {
	t.Helper()
	path, err := exec.LookPath("lua5.1")
	if err != nil {
		shared.Missing(t, "no lua5.1 on the PATH to compare with")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-")
	cmd.Stdin = strings.NewReader(script)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("lua5.1: %v\n%s", err, errs.String())
	}
	return out.String()
}

// ours is what a script prints here.
func ours(t *testing.T, script string) string {
	t.Helper()
	v := newTestVM(t)
	if _, err := v.run(t, script); err != nil {
		t.Fatalf("%v\n%s\nafter\n%s", err, fault.Of(err).Traceback, v.out.String())
	}
	return v.out.String()
}

// show is a Lua function that prints the results of a source, or its error, on one line.
const show = `
local function show(name, source)
  local function text(v) if v == 0 then return "0" end return (tostring(v):gsub("0x%x+", "ADDRESS")) end
  local f, message = loadstring(source, "=s")
  if not f then print(name, "syntax", message) return end
  local n, r = (function(...) return select("#", ...), {...} end)(pcall(f))
  for i = 1, n do r[i] = text(r[i]) end
  print(name, table.concat(r, " ", 1, n))
end
`

// showing calls show for each source.
func showing(sources []string) string {
	var b strings.Builder
	b.WriteString(show)
	for _, s := range sources {
		b.WriteString("show([====[" + s + "]====], [====[" + s + "]====])\n")
	}
	return b.String()
}

// compareLines reports the lines in which two outputs differ.
func compareLines(t *testing.T, got, want string) {
	t.Helper()
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(g), len(w)) {
		var a, b string
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if a != b {
			t.Errorf("line %d:\n ours %.300s\n Lua  %.300s", i+1, a, b)
		}
	}
}

// sources are programs whose results and errors must be those of Lua.
var sources = []string{
	// assignments
	"local a,b=1,2; a,b=b,a; return a,b",
	"local a,b,c=1,2,3; a,b,c=b,c,a; return a,b,c",
	"local t={1,2}; t[1],t[2]=t[2],t[1]; return t[1],t[2]",
	"local a={}; local old=a; a,a.x={},2; return old.x,a.x",
	"local a={}; local old=a; a.x,a=2,{}; return old.x,a.x",
	"local i,t=1,{}; i,t[i]=i+1,20; return i,t[1],t[2]",
	"local a; a,a=1,2; return a",
	"local a,b=1,2; local function f() a,b=b,a end f() return a,b",
	"local a=1; b=2; a,b=b,a; return a,b",
	"local function f() return 1,2,3 end local a,t=0,{}; a,t.x,g1=f() return a,t.x,g1",
	"local function f() return 1,2,3 end local a,b,c=f(),10; return a,b,c",
	"local function f() return 1,2,3 end local a,b,c; a,b,c=(f()) return a,b,c",
	"local function f() return 1,2,3 end local a,b = 3 and f() return a,b",
	"local f=function() return f end; return f()==nil",
	"local a,b,c,d=1,2,3,4; (function(...) a=... end)(9) return a,b,c,d",
	"return (function(...) local a,b,c=1,2,3; a=... return a,b,c end)(9)",
	// values of expressions
	"local function f(...) return select('#',...),(...) end return f(), f(nil), f(1,nil,nil)",
	"local function f(...) local t={...,10} return #t,t[1],t[2] end return f(1,2,3)",
	"local a,b=nil,false; return a and b, a or b, b or a, (a and 1) or 2, not (a or b)",
	"local a; a = a and nil; local b = a == nil and 'nil' or a; return a,b",
	"local n=0/0 return n<1,n>1,n==n,n~=n, not (n<1), not(n>=1)",
	"return 2^3^2, -2^2, not 1==2, 1+2*3-4/2, 7%3*2, 2*3%4, 1 ..2, 'a'..1+2",
	"return 5%3,-5%3,5%-3,-5%-3,5.5%2,1%0.1,-1%0.1,5.3%0.7,1e15%7",
	"local a,b=5,math.huge return a%b~=a%b, -5%b~=-5%b, a%-3, (-a)%3, 5%0~=5%0",
	"return '10'+5,'3'*'4',-'2','0x10'+0,'7'%'4', 10 ..''",
	"return 0xff,0xA,1e2,1E-2,.5,5.,0xffffffff,100000000000000000000,0xffffffffffffffff",
	"return 0.1+0.2 .. '', 1e15 .. '', 2^53 .. '', 1/0 .. '', 3.0 .. ''",
	"return [[\nx]], [==[a]]b]==], 'a\\\nb', '\\65\\066\\1x', 'a\\z  b', '\\q', #'\\a\\b\\f\\n\\r\\t\\v'",
	"local t={1,2,x=3,[10]=4,5,['y']=6;7} return t[3],t[4],t.x,t[10],t.y",
	"local t={nil,nil,3} return #t,t[3]",
	"local l='' local function f(x) l=l..x return x end local t={} t[f'a'],t[f'b']=f'c',f'd' return l",
	"local l='' local mt={__concat=function(a,b) l=l..(type(a)=='table' and a.n or a)..(type(b)=='table' and b.n or b) return 'r' end} local a=setmetatable({n='a'},mt) local b=setmetatable({n='b'},mt) local r='x'..a..'y'..b..'z' return l,r",
	"return (setmetatable({},{__concat=function(a,b) return a,b end})..'x')==nil, ('x'..setmetatable({},{__concat=function(a,b) return b==nil end}))",
	"return setmetatable({},{__call=function(self,a) return a end})(7)",
	"return setmetatable({},{__call=function(self,a) return (self==nil),a end})(7)",
	"local t=setmetatable({},{__call=function(s,...) return select('#',...),... end}) local function f(...) return t(...) end return f(1,nil,3)",
	"local function f(a,b) return b end local function g() return f(1,2) end return g()",
	"return (setmetatable({},{__mod=function(a,b) return b end})%3), 3%setmetatable({},{__mod=function(a,b) return a end})",
	// functions
	"local function f(...) return arg.n,arg[1] end return f(4,5)",
	"local function f(...) local a=... return type(arg) end return f(4,5)",
	"local goto=1 local t={goto=2} return goto,t.goto",
	"local o={p={q={}}} function o.p.q:m(...) return self==o.p.q,select('#',...) end return o.p.q:m(1,2)",
	// loops and closures
	"local f={} local i=1 while i<=3 do local j=i f[i]=function() j=j+1 return j end i=i+1 end return f[1](),f[1](),f[2](),f[3]()",
	"local f={} local i=1 repeat local j=i f[i]=function() return j end if i==2 then break end i=i+1 until false return f[1](),f[2]()",
	"local f={} local i=1 repeat local j=i f[i]=function() return j end i=i+1 until j>=3 return f[1](),f[2](),f[3]()",
	"local f={} for i=1,3 do f[i]=function() i=i+1 return i end end return f[1](),f[1](),f[2]()",
	"local f for i=1,10 do local x=i if i==3 then f=function() x=x+1 return x end break end end return f(),f()",
	"local n=0 for i='1','3' do n=n+i end for i=3,1,-1 do n=n+i end for i=0,1,0.1 do n=n+1 end return n",
	"local s=0 for i=1,3 do local k=i i=i*10 s=s+k end return s",
	"local n=0 for i=1,3,0 do n=n+1 if n>3 then break end end return n",
	"local a={} do local x=1 a.get=function() return x end a.set=function(v) x=v end end a.set(9) return a.get()",
	// variables outlive errors
	"local x=1; local f=function() return x end; pcall(error,'e'); x=2; return f(),x",
	"local x=1; local f=function() x=x+1 end; pcall(error,'e'); f() return x",
	"local g; xpcall(function() local y=5; g=function() return y end; error('z') end, function(e) return e end); local a,b,c,d,e=11,12,13,14,15; return g()",
	"local g; pcall(function() local y=5; g=function() y=y+1 return y end; error('z') end) return g(),g()",
	// errors
	"error('m')", "error('m',0)", "error('m',2)", "error()", "error(nil)", "error({})", "error(3)", "error(3,0)", "error(true)",
	"local function f() error('m',2) end f()", "local function f() return error('m') end f()",
	"local a; return a.b", "return undefinedvar.b", "local t={}; return t.x.y", "local t={}; return t[1].y", "local t={}; t.x.y=1", "local t={}; t[1].y=1",
	"local a; local function f() return a.b end f()", "local a='x' return a.b.c", "return (nil).x", "return ('x').y.z", "local t={} t.a.b.c=1",
	"local t=setmetatable({},{__index=5}) return t.x", "local t=setmetatable({},{__newindex=5}) t.x=1", "local t={} return t[nil]", "local t={} t[nil]=1", "local t={} t[0/0]=1",
	"undefinedfn()", "local a; a()", "local t={} t.x()", "local t={} t:foo()", "(1)()", "({})()", "('x')()", "math.foo()", "local s='x' s:foo()", "local a; (a or nil)()",
	"for x in nil do end", "for x in 5 do end", "for i='a',2 do end", "for i=1,'b' do end", "for i=1,2,{} do end", "for i=nil,2 do end", "for i=1,nil do end",
	"local t={}; return t.x+1", "local a return 1+a", "return 1+nil", "return {}-1", "return -{}", "local a={} return -a", "local a='x' return a+1", "local a='x' return 1+a", "return 'a'+1", "return 2^{}",
	"local a return a%2", "local a return 2%a", "local t={} return t.x%0.5", "local a='x' return a%1.5", "return 1%{}",
	"return #nil", "local a=5 return #a", "local t={} return #t.x",
	"local a; return 'x'..a", "local a; return a..'x'", "return {}..'x'", "return 2 ..{}", "local t={} return 'a'..t.x..'b'", "return 'a'..'b'..nil", "local a,b return 1 ..a..b", "return ('a'..{})..'b'",
	"return 1<nil", "return nil<1", "return {}<{}", "return {}<1", "return nil<=nil", "return 1<='2'", "return 'a'<1", "return print<print", "return true>false",
	"local t=setmetatable({},{}) getmetatable(t).__index=t return t.x", "local t=setmetatable({},{}) getmetatable(t).__newindex=t t.x=1",
	"local function f() return f()+1 end f()", "local t=setmetatable({},{__index=function() error('in') end}) return t.x",
	"local x <const> = 1", "x = = 1", "return return", "break", "local a b",
	// protected calls
	"return pcall(error)", "return select('#',pcall(error))", "return pcall(error,nil)", "return pcall(pcall,error,'x')", "return pcall(1)", "return pcall(nil)", "return pcall({})",
	"return pcall(function(...) return select('#',...),... end,1,nil)", "return pcall()", "return xpcall(print)",
	"return xpcall(function() error('a') end, function(m) return 'H:'..m end)", "return xpcall(function() error('a') end, function(m) error('b') end)", "return xpcall(function() error('a') end, nil)",
	"return xpcall(function() return 1,2,3 end, print)", "return xpcall(function() local a=nil+1 end, function(m) local x=nil+1 end)",
	"return xpcall(function() pcall(error,'x') error('y') end, function(m) return 'H:'..m end)", "return xpcall(function() local function f() return f()+1 end f() end, function(m) return 'H:'..m end)",
	"local e={} local ok,r=pcall(error,e) return ok,r==e", "local ok,r=pcall(function() local ok,e=pcall(error,'x') error(e,0) end) return ok,r",
	"local function f(n) if n==0 then return 0 end return 1+f(n-1) end return pcall(f,10000)",
	"local n=0 local function f() n=n+1 return pcall(f) end f() return n>150",
	// coroutines
	"return coroutine.running()", "return pcall(coroutine.yield)", "return pcall(coroutine.resume,1)", "return pcall(coroutine.status,1)", "return pcall(coroutine.create,1)", "return pcall(coroutine.wrap)",
	"local co=coroutine.wrap(function() local a,b,c=coroutine.yield() return a,b,c end) co() return co(5)",
	"local co=coroutine.wrap(function() coroutine.yield() local a=coroutine.yield() return a end) co(1,2) co(1,2,3) return co(5,6,7)",
	"local co=coroutine.wrap(function(...) local t={coroutine.yield(...)} return #t,unpack(t) end) return co(1,2),co(3,4,5)",
	"local co=coroutine.create(function() return end) return select('#',coroutine.resume(co)),coroutine.status(co)",
	"local co=coroutine.create(function() return coroutine.yield(coroutine.yield()) end) coroutine.resume(co) return coroutine.resume(co,4), coroutine.resume(co,8)",
	"local co=coroutine.create(function() error('X') end) local ok,e=coroutine.resume(co) return ok,e,coroutine.status(co),coroutine.resume(co)",
	"local co=coroutine.create(function() local a; a.b=1 end) return coroutine.resume(co)",
	"local co=coroutine.create(function() error({}) end) local ok,e=coroutine.resume(co) return ok,type(e)",
	"local f=coroutine.wrap(function() error('in') end) f()", "return pcall(coroutine.wrap(function() error('in') end))", "local f=coroutine.wrap(function() error({}) end) local ok,e=pcall(f) return ok,type(e)",
	"local f=coroutine.wrap(function() end) f() f()", "local f=coroutine.wrap(function() end) f() return pcall(f)",
	"local co co=coroutine.create(function() return coroutine.status(co),coroutine.resume(co) end) return coroutine.resume(co)",
	"local a a=coroutine.create(function() local b=coroutine.create(function() return coroutine.status(a),coroutine.resume(a) end) return coroutine.resume(b) end) return coroutine.resume(a)",
	"local co=coroutine.create(function() return pcall(function() coroutine.yield(1) end) end) return coroutine.resume(co)",
	"local co=coroutine.create(function() return setmetatable({},{__index=function() coroutine.yield(1) end}).x end) return coroutine.resume(co)",
	"local co=coroutine.create(function() return setmetatable({},{__concat=function() coroutine.yield(1) end})..'x' end) return coroutine.resume(co)",
	"local co=coroutine.create(function() for x in function() coroutine.yield(1) end do end end) return coroutine.resume(co), coroutine.resume(co)",
	"local co=coroutine.create(function() table.sort({3,2,1},function(a,b) coroutine.yield() return a<b end) end) return coroutine.resume(co)",
	"local co=coroutine.create(function() return coroutine.running()~=nil, pcall(function() return coroutine.running()~=nil, coroutine.status(coroutine.running()) end) end) return coroutine.resume(co)",
	"local function gen(n) return coroutine.wrap(function() for i=1,n do coroutine.yield(i) end end) end local s=0 for i in gen(10) do s=s+i end return s",
	"local function perm(a,n) if n==0 then coroutine.yield(table.concat(a)) else for i=1,n do a[n],a[i]=a[i],a[n] perm(a,n-1) a[n],a[i]=a[i],a[n] end end end local t={} for s in coroutine.wrap(function() perm({1,2,3},3) end) do t[#t+1]=s end return table.concat(t,' ')",
	"local x=1 local co=coroutine.wrap(function() x=x+1 coroutine.yield() x=x+1 error('e') end) co() pcall(co) x=x+1 return x",
	"local co=coroutine.create(function() local function f() return f()+1 end f() end) return coroutine.resume(co)",
	"local function f(n) if n==0 then return coroutine.yield('deep') end return (f(n-1)) end local co=coroutine.create(f) local _,a=coroutine.resume(co,100) local _,b=coroutine.resume(co,'up') return a,b",
	// loading
	"return pcall(load,1)", "return pcall(loadstring)", "return pcall(loadstring,{})", "return loadstring('x=')", "return loadstring('x=','=name')", "return loadstring('x=','@file.lua')", "return loadstring('#x')",
	"return loadstring('return ...','=c')(1,2)", "local i=0 return load(function() i=i+1 return ({'return ','42'})[i] end)()", "return load(function() error('r',0) end)", "return load(function() return {} end)",
	"return (load(function() return nil end))()", "return loadfile('/does/not/exist')", "return pcall(dofile,'/does/not/exist')",
	"x=1 local f=loadstring('return x') setfenv(f,{x=2}) return f(),x", "local f=loadstring('local s=... return s..1 ..2, 7%s') setfenv(f,{}) return f('3')",
}

func TestProgramsBehaveAsInLua(t *testing.T) {
	script := showing(sources)
	compareLines(t, ours(t, script), reference(t, script))
}
