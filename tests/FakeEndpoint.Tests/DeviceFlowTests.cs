using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class DeviceFlowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starts_with_a_readable_code_and_its_own_page()
    {
        await using var server = await FakeServer.StartAsync(
            new FakeOptions { Expires = TimeSpan.FromSeconds(300), Interval = TimeSpan.FromSeconds(7) }, Token);
        using var caller = new Caller(server);

        var device = await caller.StartDeviceAsync(await caller.RegisterAsync());

        var userCode = device.String("userCode");
        Assert.Equal(9, userCode.Length);
        Assert.Equal('-', userCode[4]);
        Assert.All(userCode.Remove(4, 1), c => Assert.True(char.IsAsciiLetterUpper(c)));
        Assert.Equal($"{server.Url}device", device.String("verificationUri"));
        Assert.Equal($"{server.Url}device?user_code={userCode}", device.String("verificationUriComplete"));
        Assert.Equal(300, device.Json.GetProperty("expiresIn").GetInt32());
        Assert.Equal(7, device.Json.GetProperty("interval").GetInt32());
    }

    [Fact]
    public async Task Needs_a_known_client_and_a_start_url()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();

        Caller.AssertError(await caller.StartDeviceAsync(client with { Secret = "wrong" }), "InvalidClientException");
        Caller.AssertError(await caller.StartDeviceAsync(client with { Id = "wrong" }), "InvalidClientException");
        var noUrl = await caller.PostAsync("/device_authorization", new() { ["clientId"] = client.Id, ["clientSecret"] = client.Secret });
        Caller.AssertError(noUrl, "InvalidRequestException", "Missing required member: startUrl");
        var badUrl = await caller.PostAsync(
            "/device_authorization", new() { ["clientId"] = client.Id, ["clientSecret"] = client.Secret, ["startUrl"] = "portal" });
        Caller.AssertError(badUrl, "InvalidRequestException", "Invalid start URL");
    }

    [Fact]
    public async Task A_client_registered_for_other_grants_is_unauthorized()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterForCodeAsync();

        Caller.AssertError(await caller.StartDeviceAsync(client), "UnauthorizedClientException");
        Caller.AssertError(await caller.PollAsync(client, "x"), "UnauthorizedClientException");
    }

    [Fact]
    public async Task Is_pending_for_the_polls_asked_for_and_then_approves_itself_once()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(new FakeOptions { PendingPolls = 2, TimeProvider = time }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterScopedAsync();
        var code = (await caller.StartDeviceAsync(client)).String("deviceCode");

        for (var i = 0; i < 2; i++)
        {
            Caller.AssertError(await caller.PollAsync(client, code), "AuthorizationPendingException", "Authorization is still pending");
            time.Advance(TimeSpan.FromSeconds(1));
        }
        var token = await caller.PollAsync(client, code);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.OK, token.Status);
        Assert.Equal("Bearer", token.String("tokenType"));
        Assert.Equal(3600, token.Json.GetProperty("expiresIn").GetInt32());
        Assert.Equal(JsonValueKind.String, token.Json.GetProperty("refreshToken").ValueKind);
        foreach (var name in (string[])["idToken", "aws_sso_app_session_id", "originSessionId", "issuedTokenType"])
            Assert.Equal(JsonValueKind.Null, token.Json.GetProperty(name).ValueKind);
        Caller.AssertError(await caller.PollAsync(client, code), "InvalidGrantException");
    }

    [Fact]
    public async Task A_client_without_scopes_gets_eight_hours_and_no_refresh_token()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var token = await caller.LogInAsync(await caller.RegisterAsync());

        Assert.Equal(28800, token.Json.GetProperty("expiresIn").GetInt32());
        Assert.Equal(JsonValueKind.Null, token.Json.GetProperty("refreshToken").ValueKind);
    }

    [Fact]
    public async Task Polls_that_are_too_fast_slow_down_for_good()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(new FakeOptions { PendingPolls = 9, TimeProvider = time }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();
        var code = (await caller.StartDeviceAsync(client)).String("deviceCode");

        await ExpectAfterAsync(0, "AuthorizationPendingException");
        await ExpectAfterAsync(900, "SlowDownException");
        await ExpectAfterAsync(5900, "SlowDownException");
        await ExpectAfterAsync(11000, "AuthorizationPendingException");
        await ExpectAfterAsync(10900, "SlowDownException");

        async Task ExpectAfterAsync(int milliseconds, string name)
        {
            time.Advance(TimeSpan.FromMilliseconds(milliseconds));
            Assert.StartsWith(name, (await caller.PollAsync(client, code)).ErrorType, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fast_polls_are_fine_when_the_interval_is_not_enforced()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { PendingPolls = 1, EnforceInterval = false }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();
        var code = (await caller.StartDeviceAsync(client)).String("deviceCode");

        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PollAsync(client, code)).Status);
        Assert.Equal(HttpStatusCode.OK, (await caller.PollAsync(client, code)).Status);
    }

    [Fact]
    public async Task A_device_code_expires_by_the_clock()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(new FakeOptions { TimeProvider = time }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();
        var device = await caller.StartDeviceAsync(client);

        time.Advance(TimeSpan.FromSeconds(600));

        Caller.AssertError(await caller.PollAsync(client, device.String("deviceCode")), "ExpiredTokenException");
        Assert.False(server.Approve(device.String("userCode")));
    }

    [Fact]
    public async Task A_device_code_belongs_to_its_client()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var code = (await caller.StartDeviceAsync(await caller.RegisterAsync())).String("deviceCode");

        Caller.AssertError(await caller.PollAsync(await caller.RegisterAsync(), code), "InvalidGrantException");
    }

    [Fact]
    public async Task In_manual_mode_it_waits_for_approval()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(new FakeOptions { Approve = ApproveMode.Manual, TimeProvider = time }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();
        var device = await caller.StartDeviceAsync(client);

        var before = await caller.PollAsync(client, device.String("deviceCode"));
        Assert.True(server.Approve(device.String("userCode").ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)));
        Assert.False(server.Deny(device.String("userCode")));
        time.Advance(TimeSpan.FromSeconds(1));
        var after = await caller.PollAsync(client, device.String("deviceCode"));

        Caller.AssertError(before, "AuthorizationPendingException");
        Assert.Equal(HttpStatusCode.OK, after.Status);
    }

    [Fact]
    public async Task A_denied_login_is_access_denied()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();
        var device = await caller.StartDeviceAsync(client);

        Assert.True(server.Deny(device.String("userCode")));

        Caller.AssertError(await caller.PollAsync(client, device.String("deviceCode")), "AccessDeniedException");
    }

    [Theory]
    [InlineData("password")]
    [InlineData("urn:ietf:params:oauth:grant-type:device-code")]
    [InlineData("urn:ietf:params:oauth:grant-type:jwt-bearer")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange")]
    public async Task Other_grant_types_are_unsupported(string grantType)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var answer = await caller.TokenAsync(await caller.RegisterAsync(), grantType);

        Caller.AssertError(answer, "UnsupportedGrantTypeException");
    }

    [Theory]
    [InlineData("approve", "Request approved", HttpStatusCode.OK)]
    [InlineData("deny", "Request denied", HttpStatusCode.BadRequest)]
    public async Task The_page_decides(string decision, string heading, HttpStatusCode expected)
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { Approve = ApproveMode.Manual }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();
        var device = await caller.StartDeviceAsync(client);
        var userCode = device.String("userCode");

        var page = await caller.GetAsync("/device?user_code=" + userCode);
        var decided = await caller.FormAsync("/device", ("user_code", userCode), ("decision", decision));
        var again = await caller.FormAsync("/device", ("user_code", userCode), ("decision", decision));

        Assert.Equal("text/html", page.Message.Content.Headers.ContentType?.MediaType);
        Assert.Contains(userCode, page.Text, StringComparison.Ordinal);
        Assert.Contains("id=\"approve\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("id=\"deny\"", page.Text, StringComparison.Ordinal);
        Assert.Contains($"<h1>{heading}</h1>", decided.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Equal(expected, (await caller.PollAsync(client, device.String("deviceCode"))).Status);
    }

    [Fact]
    public async Task The_page_asks_for_a_code_and_encodes_all_text()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { Approve = ApproveMode.Manual }, Token);
        using var caller = new Caller(server);
        var registered = await caller.PostAsync("/client/register", """{"clientName":"<script>alert(1)</script>","clientType":"public"}""");
        var device = await caller.StartDeviceAsync(new Registered(registered.String("clientId"), registered.String("clientSecret")));

        var entry = await caller.GetAsync("/device");
        var unknown = await caller.GetAsync("/device?user_code=%3Cscript%3E");
        var page = await caller.GetAsync("/device?user_code=" + device.String("userCode"));

        Assert.Contains("name=\"user_code\"", entry.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text + unknown.Text, StringComparison.Ordinal);
    }
}
