using System.Net;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class PortalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_role_credentials_with_an_expiry_in_milliseconds()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        await using var server = await FakeServer.StartAsync(new FakeOptions { TimeProvider = time }, Token);
        using var caller = new Caller(server);
        var bearer = (await caller.LogInAsync(await caller.RegisterAsync())).String("accessToken");

        var answer = await caller.GetAsync("/federation/credentials?role_name=ReadOnlyAccess&account_id=111122223333", bearer);

        var credentials = answer.Json.GetProperty("roleCredentials");
        Assert.Equal(1795352400000, credentials.GetProperty("expiration").GetInt64());
        Assert.Equal("ASIAFAKEROLE11112222", credentials.GetProperty("accessKeyId").GetString());
        Assert.Equal(40, credentials.GetProperty("secretAccessKey").GetString()!.Length);
        Assert.NotEmpty(credentials.GetProperty("sessionToken").GetString()!);
    }

    [Theory]
    [InlineData("?role_name=ReadOnlyAccess", 400, "InvalidRequestException")]
    [InlineData("?account_id=111122223333", 400, "InvalidRequestException")]
    [InlineData("?role_name=Nope&account_id=111122223333", 403, "ForbiddenException")]
    [InlineData("?role_name=ReadOnlyAccess&account_id=999999999999", 403, "ForbiddenException")]
    public async Task Refuses_roles_the_user_does_not_have(string query, int status, string name)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var bearer = (await caller.LogInAsync(await caller.RegisterAsync())).String("accessToken");

        var answer = await caller.GetAsync("/federation/credentials" + query, bearer);

        Assert.Equal(status, (int)answer.Status);
        Assert.StartsWith(name + ":", answer.ErrorType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_accounts_and_roles()
    {
        string[] allRoles = ["R1", "R2", "R3"];
        var accounts = Enumerable.Range(1, 45).Select(i => new FakeAccount($"{i:D12}", $"a{i}", $"a{i}@example.com", allRoles)).ToList();
        await using var server = await FakeServer.StartAsync(new FakeOptions { Accounts = accounts }, Token);
        using var caller = new Caller(server);
        var bearer = (await caller.LogInAsync(await caller.RegisterAsync())).String("accessToken");

        var seen = new List<int>();
        string? next = null;
        do
        {
            var page = await caller.GetAsync("/assignment/accounts" + (next is null ? "" : "?next_token=" + next), bearer);
            seen.Add(page.Json.GetProperty("accountList").GetArrayLength());
            next = page.Json.GetProperty("nextToken").GetString();
        }
        while (next is not null);
        var roles = await caller.GetAsync("/assignment/roles?account_id=000000000007&max_result=2", bearer);

        Assert.Equal([20, 20, 5], seen);
        Assert.Equal(["R1", "R2"], roles.Json.GetProperty("roleList").EnumerateArray().Select(r => r.GetProperty("roleName").GetString()));
        Assert.Equal("2", roles.String("nextToken"));
    }

    [Theory]
    [InlineData("max_result=0")]
    [InlineData("max_result=101")]
    [InlineData("max_result=x")]
    [InlineData("next_token=-1")]
    [InlineData("next_token=99")]
    public async Task Refuses_bad_paging(string query)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var bearer = (await caller.LogInAsync(await caller.RegisterAsync())).String("accessToken");

        Assert.Equal(HttpStatusCode.BadRequest, (await caller.GetAsync("/assignment/accounts?" + query, bearer)).Status);
    }

    [Fact]
    public async Task Gives_an_empty_page_with_a_token_before_each_page_when_told_to()
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { EmptyPages = true }, Token);
        using var caller = new Caller(server);
        var bearer = (await caller.LogInAsync(await caller.RegisterAsync())).String("accessToken");

        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = await caller.GetAsync("/assignment/accounts?max_result=1" + (next is null ? "" : "&next_token=" + Uri.EscapeDataString(next)), bearer);
            next = page.Json.GetProperty("nextToken").GetString();
            seen.Add($"{page.Json.GetProperty("accountList").GetArrayLength()} {next}");
        }
        while (next is not null);

        Assert.Equal(["0 0+", "1 1", "0 1+", "1 "], seen);
    }

    [Fact]
    public async Task Takes_twenty_reads_a_second_over_all_operations()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(new FakeOptions { TimeProvider = time }, Token);
        using var caller = new Caller(server);
        var bearer = (await caller.LogInAsync(await caller.RegisterAsync())).String("accessToken");
        string[] reads = ["/assignment/accounts", "/assignment/roles?account_id=111122223333", "/federation/credentials?role_name=ReadOnlyAccess&account_id=111122223333"];

        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync(reads[i % 3], bearer)).Status);
        var refused = await caller.GetAsync(reads[0], bearer);
        time.Advance(TimeSpan.FromMilliseconds(50));
        var after = (await caller.GetAsync(reads[1], bearer)).Status;

        Assert.Equal((429, "HTTP 429 Unknown Code"), ((int)refused.Status, refused.String("message")));
        Assert.StartsWith("TooManyRequestsException:", refused.ErrorType, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, after);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await caller.GetAsync(reads[2], bearer)).Status);
    }

    [Fact]
    public async Task Refuses_closed_accounts_and_refused_roles_though_it_lists_them()
    {
        FakeAccount[] accounts = [new("000000000001", "a", "a@example.com", ["R"]) { IsClosed = true, RefusedRoles = ["R"] }];
        await using var server = await FakeServer.StartAsync(new FakeOptions { Accounts = accounts }, Token);
        using var caller = new Caller(server);
        var bearer = (await caller.LogInAsync(await caller.RegisterAsync())).String("accessToken");

        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/assignment/accounts", bearer)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.GetAsync("/assignment/roles?account_id=000000000001", bearer)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.GetAsync("/federation/credentials?role_name=R&account_id=000000000001", bearer)).Status);
    }

    [Fact]
    public async Task Ends_all_sessions_when_told_to()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterScopedAsync();
        var login = await caller.LogInAsync(client);

        await caller.PostAsync("/__fake/end-sessions", "");

        Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/assignment/accounts", login.String("accessToken"))).Status);
        Caller.AssertError(await caller.TokenAsync(client, "refresh_token", ("refreshToken", login.String("refreshToken"))), "InvalidGrantException");
    }

    [Fact]
    public async Task Needs_a_live_token()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await FakeServer.StartAsync(new FakeOptions { TimeProvider = time }, Token);
        using var caller = new Caller(server);
        var bearer = (await caller.LogInAsync(await caller.RegisterScopedAsync())).String("accessToken");

        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/assignment/accounts", bearer)).Status);
        time.Advance(TimeSpan.FromSeconds(3600));
        foreach (var value in (string?[])[null, "wrong", bearer])
        {
            var answer = await caller.GetAsync("/assignment/accounts", value);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.StartsWith("UnauthorizedException:", answer.ErrorType, StringComparison.Ordinal);
            Assert.StartsWith("Session token not found", answer.String("message"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Logout_ends_all_tokens_of_that_session_only()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterScopedAsync();
        var other = await caller.LogInAsync(client);
        var login = await caller.LogInAsync(client);
        var refreshed = await caller.TokenAsync(client, "refresh_token", ("refreshToken", login.String("refreshToken")));

        using var logout = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Url, "logout"));
        logout.Headers.Add("x-amz-sso_bearer_token", login.String("accessToken"));
        var answer = await caller.SendAsync(logout);

        Assert.Equal((HttpStatusCode.OK, ""), (answer.Status, answer.Text));
        foreach (var dead in (Answer[])[login, refreshed])
            Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/assignment/accounts", dead.String("accessToken"))).Status);
        var replay = await caller.TokenAsync(client, "refresh_token", ("refreshToken", refreshed.String("refreshToken")));
        Caller.AssertError(replay, "InvalidGrantException");
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/assignment/accounts", other.String("accessToken"))).Status);
    }
}
