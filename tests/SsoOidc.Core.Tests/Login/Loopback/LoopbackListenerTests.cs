using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.Login.Loopback;

namespace SsoOidc.Tests.Login.Loopback;

public sealed class LoopbackListenerTests : IDisposable
{
    private const string State = "the-state";

    private readonly FakeTimeProvider _time = new();
    private readonly LoopbackListener _listener;

    public LoopbackListenerTests() => _listener = LoopbackListener.Start(0, State, _time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void It_listens_on_the_loopback_address_and_no_other()
    {
        var endpoints = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(endpoint => endpoint.Port == _listener.Port);
        Assert.Equal([new IPEndPoint(IPAddress.Loopback, _listener.Port)], endpoints);
        Assert.Equal($"http://127.0.0.1:{_listener.Port}/oauth/callback", _listener.RedirectUri);
    }

    [Fact]
    public async Task The_browser_sees_how_the_login_ended_and_not_before()
    {
        using var browser = new HttpClient();
        var page = browser.GetAsync(_listener.RedirectUri + "?code=c&state=the-state", Cancel);
        Assert.Equal("c", (await _listener.Result).Code);
        Assert.False(page.IsCompleted);

        await _listener.FinishAsync(LoopbackPage.Success("my-sso"));

        using var response = await page;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("You are logged in", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stray_hits_are_answered_and_the_real_one_still_works()
    {
        using var browser = new HttpClient();
        var root = $"http://127.0.0.1:{_listener.Port}";
        foreach (var (path, status) in new[] { ("/favicon.ico", 404), ("/", 404), ("/oauth/callback?code=c&state=wrong", 400), ("/oauth/callback", 400) })
        {
            using var response = await browser.GetAsync(root + path, Cancel);
            Assert.Equal(status, (int)response.StatusCode);
        }

        using (var post = await browser.PostAsync(_listener.RedirectUri + "?code=c&state=the-state", null, Cancel))
        {
            Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
            Assert.Equal(["GET"], post.Content.Headers.Allow);
        }

        using (var named = await browser.GetAsync($"http://localhost:{_listener.Port}/oauth/callback?code=c&state=the-state", Cancel))
            Assert.Equal(HttpStatusCode.BadRequest, named.StatusCode);
        Assert.False(_listener.Result.IsCompleted);

        var page = browser.GetAsync(_listener.RedirectUri + "?code=real&state=the-state", Cancel);
        Assert.Equal("real", (await _listener.Result).Code);
        await _listener.FinishAsync(LoopbackPage.Success("s"));
        Assert.Equal(HttpStatusCode.OK, (await page).StatusCode);
    }

    [Fact]
    public async Task A_second_hit_is_refused_and_changes_nothing()
    {
        using var browser = new HttpClient();
        var first = browser.GetAsync(_listener.RedirectUri + "?code=first&state=the-state", Cancel);
        Assert.Equal("first", (await _listener.Result).Code);

        using var second = await browser.GetAsync(_listener.RedirectUri + "?code=second&state=the-state", Cancel);
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Equal("first", (await _listener.Result).Code);
        await _listener.FinishAsync(LoopbackPage.Failure("no"));
        Assert.Contains("did not succeed", await (await first).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9_000)]
    [InlineData(60_000)]
    public async Task The_cookies_of_all_that_ever_ran_on_this_machine_come_with_the_redirect(int bytes)
    {
        using var client = await ConnectAsync();
        var request = $"GET /oauth/callback?code=c&state=the-state HTTP/1.1\r\nHost: 127.0.0.1:{_listener.Port}\r\nCookie: app={new string('x', bytes)}\r\n\r\n";
        await client.SendAsync(Encoding.ASCII.GetBytes(request), Cancel);
        Assert.Equal("c", (await _listener.Result.WaitAsync(TimeSpan.FromSeconds(30), Cancel)).Code);
    }

    [Fact]
    public async Task A_page_that_is_loaded_again_ends_as_the_first()
    {
        using var browser = new HttpClient();
        var first = browser.GetAsync(_listener.RedirectUri + "?code=c&state=the-state", Cancel);
        await _listener.Result;
        using var again = await ConnectAsync();
        await again.SendAsync(Encoding.ASCII.GetBytes($"GET /oauth/callback?state=the-state&code=c HTTP/1.1\r\nHost: 127.0.0.1:{_listener.Port}\r\n\r\n"), Cancel);
        // Its answer shows that the listener has read the one before it.
        using (await browser.GetAsync($"http://127.0.0.1:{_listener.Port}/", Cancel))
        {
            Assert.False(first.IsCompleted);
        }

        var finished = _listener.FinishAsync(LoopbackPage.Success("my-sso"));

        Assert.Contains("You are logged in", await ReadAllAsync(again).WaitAsync(TimeSpan.FromSeconds(30), Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await first).StatusCode);
        again.Dispose();
        await finished.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task A_request_of_more_than_64_KiB_is_refused()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(Encoding.ASCII.GetBytes("GET /oauth/callback?code=" + new string('a', 70_000)), Cancel);
        Assert.StartsWith("HTTP/1.1 431 ", await ReadAllAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_HTTP_is_refused()
    {
        using var client = await ConnectAsync();
        await client.SendAsync("hello\r\n\r\n"u8.ToArray(), Cancel);
        Assert.StartsWith("HTTP/1.1 400 ", await ReadAllAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TLS_connection_is_closed_without_a_word_of_HTTP()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(new byte[] { 22, 3, 1, 2, 0 }, Cancel);
        Assert.Equal("", await ReadAllAsync(client).WaitAsync(TimeSpan.FromSeconds(30), Cancel));
    }

    [Fact]
    public async Task A_slow_client_is_dropped_after_ten_seconds_and_does_not_hold_up_the_real_one()
    {
        using var slow = await ConnectAsync();
        await slow.SendAsync("GET /oauth/"u8.ToArray(), Cancel);
        using var browser = new HttpClient();
        // Its answer shows that the listener has taken the connections before it.
        using (await browser.GetAsync($"http://127.0.0.1:{_listener.Port}/", Cancel))
        {
            Assert.False(slow.Poll(0, SelectMode.SelectRead));
        }

        await Task.Delay(50, Cancel);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("", await ReadAllAsync(slow));

        await CompleteAsync(browser);
    }

    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_read()
    {
        using var client = await ConnectAsync();
        client.NoDelay = true;
        foreach (var b in Encoding.ASCII.GetBytes($"GET /oauth/callback?code=slow&state=the-state HTTP/1.1\r\nHost: 127.0.0.1:{_listener.Port}\r\n\r\n"))
            await client.SendAsync(new[] { b }, Cancel);
        Assert.Equal("slow", (await _listener.Result).Code);
    }

    [Fact]
    public async Task Many_idle_connections_do_not_keep_the_real_one_out()
    {
        var idle = new List<Socket>();
        for (var i = 0; i < 200; i++)
            idle.Add(await ConnectAsync());
        using var browser = new HttpClient();
        await CompleteAsync(browser);
        idle.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task The_browser_that_left_does_not_stop_the_login()
    {
        using (var client = await ConnectAsync())
            await client.SendAsync(Encoding.ASCII.GetBytes($"GET /oauth/callback?code=c&state=the-state HTTP/1.1\r\nHost: 127.0.0.1:{_listener.Port}\r\n\r\n"), Cancel);
        Assert.Equal("c", (await _listener.Result).Code);
        await _listener.FinishAsync(LoopbackPage.Success("s")).WaitAsync(TimeSpan.FromSeconds(10), Cancel);
    }

    [Fact]
    public async Task Finishing_without_a_redirect_returns_at_once() =>
        await _listener.FinishAsync(LoopbackPage.Failure("timed out")).WaitAsync(TimeSpan.FromSeconds(10), Cancel);

    [Fact]
    public async Task The_port_is_closed_afterwards_and_can_be_had_again()
    {
        using var open = await ConnectAsync();
        _listener.Dispose();
        await Assert.ThrowsAnyAsync<SocketException>(ConnectAsync);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _listener.Result);
        Assert.Equal("", await ReadAllAsync(open));
        using var again = LoopbackListener.Start(_listener.Port, State, _time);
        Assert.Equal(_listener.Port, again.Port);
    }

    [Fact]
    public void A_port_in_use_is_an_error_that_names_it_and_what_else_to_do()
    {
        var error = Assert.Throws<SsoOidcLoginException>(() => LoopbackListener.Start(_listener.Port, State, _time));
        Assert.Equal(LoginFailure.PortUnavailable, error.Failure);
        Assert.Equal(
            $"Port {_listener.Port} on 127.0.0.1 is in use by another program. Give another `RedirectPort`, leave it out to take any free port, or log in with `UseDeviceCode`.",
            error.Message);
    }

    private async Task CompleteAsync(HttpClient browser)
    {
        var page = browser.GetAsync(_listener.RedirectUri + "?code=real&state=the-state", Cancel);
        Assert.Equal("real", (await _listener.Result.WaitAsync(TimeSpan.FromSeconds(30), Cancel)).Code);
        await _listener.FinishAsync(LoopbackPage.Success("s"));
        using var response = await page;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _listener.Port, Cancel);
        return socket;
    }

    private static async Task<string> ReadAllAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer, Cancel)) > 0;)
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset: what came before it counts.
            return text.ToString();
        }

        return text.ToString();
    }
}
