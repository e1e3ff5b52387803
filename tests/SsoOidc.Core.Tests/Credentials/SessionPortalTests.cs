using System.Collections.Concurrent;
using System.Net;
using SsoOidc.FakeEndpoint;
using SsoOidc.Portal;
using SsoOidc.Tests.Portal;

namespace SsoOidc.Tests.Credentials;

public sealed class SessionPortalTests
{
    private const string Over = "The portal no longer takes the token of the session 'corp': the session is over. Log in: `ConnectAsync` `SessionName` corp `Force`";

    private readonly ConcurrentBag<string> _found = [];
    private readonly ConcurrentBag<string> _failed = [];
    private int _done;

    [Fact]
    public async Task Roles_of_800_accounts_behind_20_requests_a_second_are_whole_in_little_more_than_the_least_time()
    {
        await using var test = await PortalFixture.StartAsync(new FakeOptions { Accounts = FakeAccount.Many(800, "Admin", "Power", "Read") });
        var start = test.Time.GetTimestamp();

        await ListAsync(test);

        Assert.Empty(_failed);
        Assert.Equal(800, _done);
        Assert.Equal(
            from i in Enumerable.Range(1, 800) from role in new[] { "Admin", "Power", "Read" } select $"{i:D12} {role}",
            _found.Order(StringComparer.Ordinal));
        // The service lets through twenty at once, and then twenty a second.
        const double least = (808 - 20) / 20.0;
        Assert.InRange(test.Time.GetElapsedTime(start).TotalSeconds, least, 1.2 * least);
        Assert.InRange(test.Reads.Count(read => read.Status == 429), 0, 808 / 50);
        Assert.InRange(test.TokensAsked, 1, 2);
    }

    [Fact]
    public async Task Others_who_use_up_the_limit_slow_the_list_down_and_take_nothing_from_it()
    {
        // To us the service is then one of 8 a second.
        await using var test = await PortalFixture.StartAsync(new FakeOptions { Accounts = FakeAccount.Many(200, "Read"), PortalRate = 8 });

        await ListAsync(test);

        Assert.Empty(_failed);
        Assert.Equal(200, _found.Distinct().Count());
    }

    [Fact]
    public async Task Memory_stays_flat()
    {
        await using var test = await PortalFixture.StartAsync();
        using var handler = new OneRole();
        long early = 0, late = 0;

        await test.Portal(handler).ListRolesAsync(
            [.. Enumerable.Range(1, 2000).Select(i => new PortalAccount($"{i:D12}"))], (_, _) => Task.CompletedTask, (_, error) => throw error, Measure, A.Ct);

        // Other tests run beside this one. An answer kept for each account would be several times as much.
        Assert.InRange(late - early, long.MinValue, 2 * 1024 * 1024);

        void Measure(int done)
        {
            if (done == 500)
                early = GC.GetTotalMemory(forceFullCollection: true);
            else if (done == 1900)
                late = GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    [Fact]
    public async Task An_account_that_fails_leaves_the_others_as_they_are()
    {
        await using var test = await PortalFixture.StartAsync(new FakeOptions
        {
            Accounts = [.. FakeAccount.Many(40, "Read").Select(account => account.AccountId == "000000000007" ? account with { IsClosed = true } : account)],
        });

        await ListAsync(test);

        Assert.Equal("000000000007: The portal refuses the account 000000000007: you have no access.", Assert.Single(_failed));
        Assert.Equal(39, _found.Count);
        Assert.Equal(40, _done);
    }

    [Fact]
    public async Task What_was_fetched_before_the_session_ended_stays_and_then_nothing_is_asked_for()
    {
        await using var test = await PortalFixture.StartAsync(new FakeOptions { Accounts = FakeAccount.Many(300, "Read") });

        var error = await Assert.ThrowsAsync<SsoOidcLoginException>(() => ListAsync(test, done =>
        {
            if (done == 50)
                test.Fake.EndSessions();
        }));

        Assert.Equal((LoginFailure.LoginRequired, Over), (error.Failure, error.Message));
        Assert.Equal(HttpStatusCode.Unauthorized, Assert.IsType<SsoOidcException>(error.InnerException).StatusCode);
        // Whoever was asked for when the session ended may still have come.
        Assert.InRange(_found.Count, 50, 100);
        Assert.InRange(test.Reads.Count(read => read.Status == 401), 1, 12);
        Assert.Empty(_failed);
    }

    [Fact]
    public async Task A_network_that_is_gone_is_no_matter_of_one_account()
    {
        await using var test = await PortalFixture.StartAsync(new FakeOptions { Accounts = FakeAccount.Many(300, "Read") });
        test.Fake.AddFault(new Fault { Kind = FaultKind.Reset, Operation = "ListAccountRoles", Skip = 20, Times = 100_000 });

        await Assert.ThrowsAsync<SsoOidcConnectionException>(() => ListAsync(test));

        Assert.InRange(_found.Count, 18, 20);
        Assert.InRange(_failed.Count, 11, 23);
    }

    [Fact]
    public async Task Pages_are_given_as_they_come()
    {
        await using var test = await PortalFixture.StartAsync(new FakeOptions { Accounts = FakeAccount.Many(5, "Read") });
        test.Fake.AddFault(new Fault { Kind = FaultKind.Stall, Operation = "ListAccountRoles" });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(A.Ct);
        var running = ListAsync(test, done =>
        {
            if (done == 4)
                stop.Cancel();
        }, stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal(4, _found.Count);
    }

    [Fact]
    public async Task A_role_is_given_and_kept_for_as_long_as_it_is_good()
    {
        await using var test = await PortalFixture.StartAsync();
        var portal = test.Portal();

        var first = await portal.GetRoleAsync("111122223333", "ReadOnlyAccess", "the role", A.Ct);
        var second = await portal.GetRoleAsync("111122223333", "ReadOnlyAccess", "the role", A.Ct);
        test.Time.Advance(TimeSpan.FromMinutes(56));
        test.Token = await RenewAsync(test);
        var third = await portal.GetRoleAsync("111122223333", "ReadOnlyAccess", "the role", A.Ct);

        Assert.Same(first, second);
        Assert.Equal(("ASIAFAKEROLE11112222", InstantClock.Now.AddHours(1)), (first.AccessKeyId, first.Expiration!.Value));
        Assert.NotEqual(first.SecretAccessKey, third.SecretAccessKey);
        Assert.Equal(["GetRoleCredentials"], test.Summaries.Select(summary => summary.Operation).Distinct());
    }

    [Theory]
    [InlineData("999999999999", "ReadOnlyAccess")]
    [InlineData("111122223333", "Nope")]
    public async Task A_role_that_is_refused_is_a_typed_error(string accountId, string roleName)
    {
        await using var test = await PortalFixture.StartAsync();

        var error = await Assert.ThrowsAsync<ForbiddenException>(() => test.Portal().GetRoleAsync(accountId, roleName, "the role", A.Ct));

        Assert.Equal($"The portal refuses the role {roleName} in the account {accountId}: you have no access.", error.Message);
    }

    [Fact]
    public async Task A_session_that_is_over_names_the_command_that_logs_in()
    {
        await using var test = await PortalFixture.StartAsync();
        test.Fake.EndSessions();

        Assert.Equal(Over, (await Assert.ThrowsAsync<SsoOidcLoginException>(() => test.Portal().GetRoleAsync("111122223333", "ReadOnlyAccess", "the role", A.Ct))).Message);
        Assert.Equal(Over, (await Assert.ThrowsAsync<SsoOidcLoginException>(() => test.Portal().ListAccountsAsync(_ => Task.CompletedTask, A.Ct))).Message);
    }

    // The token of the fixture lives an hour; the fake knows no other way to a second one than a second login.
    private static async Task<string> RenewAsync(PortalFixture test)
    {
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = test.Fake.Url });
        var registration = await client.RegisterClientAsync(A.Registration with { Scopes = ["sso:account:access"] }, A.Ct);
        var device = await client.StartDeviceAuthorizationAsync(A.DeviceStart with { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret }, A.Ct);
        var token = await client.CreateTokenAsync(
            A.DeviceToken with { ClientId = registration.ClientId, ClientSecret = registration.ClientSecret, DeviceCode = device.DeviceCode }, A.Ct);
        return token.AccessToken!;
    }

    private async Task ListAsync(PortalFixture test, Action<int>? done = null, CancellationToken? cancellationToken = null)
    {
        var portal = test.Portal();
        var accounts = new List<PortalAccount>();
        await portal.ListAccountsAsync(
            page =>
            {
                accounts.AddRange(page);
                return Task.CompletedTask;
            },
            A.Ct);
        await portal.ListRolesAsync(
            accounts,
            (account, roles) =>
            {
                foreach (var role in roles)
                    _found.Add($"{account.AccountId} {role}");
                return Task.CompletedTask;
            },
            (account, error) =>
            {
                _failed.Add($"{account.AccountId}: {error.Message}");
                return Task.CompletedTask;
            },
            count =>
            {
                Interlocked.Increment(ref _done);
                done?.Invoke(count);
            },
            cancellationToken ?? A.Ct);
    }

    private sealed class OneRole : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("""{"roleList":[{"roleName":"R"}]}""") });
    }
}
