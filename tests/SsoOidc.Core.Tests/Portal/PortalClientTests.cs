using System.Net;
using SsoOidc.FakeEndpoint;
using SsoOidc.Portal;

namespace SsoOidc.Tests.Portal;

public sealed class PortalClientTests
{
    [Theory]
    [InlineData("eu-west-1", null, false, null, false, "https://portal.sso.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", null, true, null, false, "https://portal.sso-fips.eu-west-1.amazonaws.com/")]
    [InlineData("eu-west-1", null, true, true, false, "https://portal.sso-fips.eu-west-1.api.aws/")]
    [InlineData("eu-west-1", null, false, null, true, "https://portal.sso.eu-west-1.api.aws/")]
    [InlineData("eu-west-1", null, false, false, true, "https://portal.sso.eu-west-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", null, true, null, false, "https://portal.sso.us-gov-west-1.amazonaws.com/")]
    [InlineData("cn-north-1", null, false, null, false, "https://portal.sso.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-iso-east-1", null, false, null, false, "https://portal.sso.us-iso-east-1.c2s.ic.gov/")]
    [InlineData("eu-west-1", "https://portal.example/base", false, null, true, "https://portal.example/base")]
    public void There_is_one_rule_for_the_address(string region, string? custom, bool fips, bool? dualStack, bool isDualStack, string expected) =>
        Assert.Equal(expected, PortalClient.EndpointOf(region, custom is null ? null : new Uri(custom), fips, dualStack, isDualStack).AbsoluteUri);

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, true)]
    public void A_custom_address_has_no_variants(bool fips, bool? dualStack) =>
        Assert.Throws<SsoOidcConfigurationException>(() => PortalClient.EndpointOf("eu-west-1", new Uri("https://portal.example"), fips, dualStack, false));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_pages_of_a_hundred_are_read_empty_ones_too(bool emptyPages)
    {
        await using var test = await PortalFixture.StartAsync(new FakeOptions { Accounts = FakeAccount.Many(250, [.. Enumerable.Range(1, 130).Select(i => $"role-{i}")]), EmptyPages = emptyPages });
        using var handler = new SocketsHttpHandler();
        var client = test.Client(handler);
        var accounts = new List<PortalAccount>();
        var roles = new List<string>();

        await client.ListAccountsAsync(test.GetTokenAsync, Add(accounts), A.Ct);
        await client.ListRolesAsync("000000000007", test.GetTokenAsync, Add(roles), A.Ct);

        Assert.Equal(Enumerable.Range(1, 250).Select(i => $"{i:D12} account-{i:D4} account-{i:D4}@example.com"), accounts.Select(account => $"{account.AccountId} {account.AccountName} {account.EmailAddress}"));
        Assert.Equal(Enumerable.Range(1, 130).Select(i => $"role-{i}"), roles);
        Assert.Equal(emptyPages ? 10 : 5, test.Reads.Count);
        Assert.All(test.Reads, read => Assert.Equal("100", read.Query["max_result"]));
    }

    [Fact]
    public async Task What_is_missing_or_of_another_kind_is_passed_over_and_what_is_shown_is_cleaned()
    {
        await using var test = await PortalFixture.StartAsync();
        using var handler = new Answers(
            """{"accountList":[{"accountId":"1","accountName":"a\u001b[31mb"},{"accountName":"no id"},7,{"accountId":2},{"accountId":"003","emailAddress":null}],"nextToken":"t"}""",
            "{}",
            """{"roleList":[{"roleName":"R"},{},[],{"roleName":1}],"nextToken":""}""");
        var client = test.Client(handler);
        var accounts = new List<PortalAccount>();
        var roles = new List<string>();

        await client.ListAccountsAsync(test.GetTokenAsync, Add(accounts), A.Ct);
        await client.ListRolesAsync("1", test.GetTokenAsync, Add(roles), A.Ct);

        Assert.Equal(["1 a [31mb ", "003  "], accounts.Select(account => $"{account.AccountId} {account.AccountName} {account.EmailAddress}"));
        Assert.Equal(["R"], roles);
    }

    [Fact]
    public async Task A_portal_that_never_comes_to_the_last_page_is_an_error()
    {
        await using var test = await PortalFixture.StartAsync();
        using var handler = new Answers("""{"accountList":[],"nextToken":"again"}""");

        var error = await Assert.ThrowsAsync<SsoOidcResponseException>(() => test.Client(handler).ListAccountsAsync(test.GetTokenAsync, _ => Task.CompletedTask, A.Ct));

        Assert.Equal("The portal gives the same page of the list of accounts again and again. Check the endpoint and any proxy on the way.", error.Message);
        Assert.Equal(2, handler.Requests.Count);
    }

    [Fact]
    public async Task The_token_goes_in_its_header_and_nowhere_else()
    {
        await using var test = await PortalFixture.StartAsync();
        using var handler = new Answers("""{"roleCredentials":{"accessKeyId":"K"}}""");

        var role = await test.Client(handler).GetRoleCredentialsAsync("000000000001", "Read&Only", "the-token", A.Ct);

        Assert.Equal("K", role?.Text("accessKeyId"));
        var (address, headers) = Assert.Single(handler.Requests);
        Assert.Equal(test.Fake.Url + "federation/credentials?role_name=Read%26Only&account_id=000000000001", address.AbsoluteUri);
        Assert.Equal("x-amz-sso_bearer_token: the-token", headers);
    }

    [Theory]
    [InlineData(401, typeof(SsoOidcException), "The portal no longer takes the token: the session is over.")]
    [InlineData(403, typeof(ForbiddenException), "The portal refuses the account 000000000001: you have no access.")]
    [InlineData(404, typeof(ResourceNotFoundException), "The portal does not know the account 000000000001.")]
    [InlineData(400, typeof(InvalidRequestException), "said")]
    [InlineData(302, typeof(SsoOidcException), "The service answered 302, a redirect. It is not followed, since the request holds secrets: check the endpoint.")]
    public async Task A_refusal_is_typed_by_its_status_and_not_tried_again(int status, Type type, string message)
    {
        await using var test = await PortalFixture.StartAsync();
        var name = status == 400 ? "InvalidRequestException" : "UnknownOperationException";
        using var handler = new Answers($$"""{"message":"said","__type":"com.amazonaws.switchboard.portal#{{name}}"}""") { Status = status };

        var error = await Assert.ThrowsAnyAsync<SsoOidcException>(() => test.Client(handler).ListRolesAsync("000000000001", test.GetTokenAsync, _ => Task.CompletedTask, A.Ct));

        Assert.Equal((type, message, (HttpStatusCode?)status), (error.GetType(), error.Message, error.StatusCode));
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task What_is_one_too_many_waits_for_another_turn_however_often()
    {
        await using var test = await PortalFixture.StartAsync();
        test.Fake.AddFault(new Fault { Kind = FaultKind.Status, Status = 429, Operation = "ListAccounts", Times = 12, Body = "HTTP 429 Unknown Code" });
        using var handler = new SocketsHttpHandler();
        var accounts = new List<PortalAccount>();

        await test.Client(handler).ListAccountsAsync(test.GetTokenAsync, Add(accounts), A.Ct);

        Assert.Equal(2, accounts.Count);
        Assert.Equal(13, test.Reads.Count);
        Assert.All(test.Reads.Zip(test.Reads.Skip(1)), pair => Assert.InRange((pair.Second.Timestamp - pair.First.Timestamp).TotalSeconds, 0.99, 1.01));
    }

    [Fact]
    public async Task Attempts_are_left_for_what_fails_otherwise()
    {
        await using var test = await PortalFixture.StartAsync();
        test.Fake.AddFault(new Fault { Kind = FaultKind.Status, Status = 429, Operation = "ListAccounts", Times = 5 });
        test.Fake.AddFault(new Fault { Kind = FaultKind.Status, Status = 503, Operation = "ListAccounts", Times = 2 });
        using var handler = new SocketsHttpHandler();
        var accounts = new List<PortalAccount>();

        await test.Client(handler).ListAccountsAsync(test.GetTokenAsync, Add(accounts), A.Ct);

        Assert.Equal(2, accounts.Count);
    }

    [Fact]
    public async Task A_portal_that_refuses_all_as_too_many_is_given_up_after_minutes()
    {
        await using var test = await PortalFixture.StartAsync();
        test.Fake.AddFault(new Fault { Kind = FaultKind.Status, Status = 429, Operation = "ListAccounts", Times = 100_000 });
        using var handler = new SocketsHttpHandler();
        var start = test.Time.GetTimestamp();

        var error = await Assert.ThrowsAsync<TooManyRequestsException>(() => test.Client(handler).ListAccountsAsync(test.GetTokenAsync, _ => Task.CompletedTask, A.Ct));

        Assert.Equal(HttpStatusCode.TooManyRequests, error.StatusCode);
        Assert.InRange(test.Time.GetElapsedTime(start).TotalMinutes, 5, 5.6);
    }

    [Fact]
    public async Task A_service_that_fails_is_tried_three_times()
    {
        await using var test = await PortalFixture.StartAsync();
        test.Fake.AddFault(new Fault { Kind = FaultKind.Reset, Operation = "ListAccounts", Times = 3 });
        using var handler = new SocketsHttpHandler();

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => test.Client(handler).ListAccountsAsync(test.GetTokenAsync, _ => Task.CompletedTask, A.Ct));

        Assert.Equal(3, error.Metadata.Attempts);
    }

    private static Func<IReadOnlyList<T>, Task> Add<T>(List<T> all) => page =>
    {
        all.AddRange(page);
        return Task.CompletedTask;
    };

    /// <summary>Gives its answers in turn, the last for all that follow.</summary>
    private sealed class Answers(params string[] bodies) : HttpMessageHandler
    {
        public int Status { get; init; } = 200;

        public List<(Uri Address, string Headers)> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.RequestUri!, $"{request.Headers}".Trim()));
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)Status) { Content = new StringContent(bodies[Math.Min(Requests.Count, bodies.Length) - 1]) });
        }
    }
}
