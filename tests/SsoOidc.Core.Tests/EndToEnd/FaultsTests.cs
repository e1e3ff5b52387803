using System.Net;
using SsoOidc.FakeEndpoint;

namespace SsoOidc.Tests.EndToEnd;

/// <summary>What the client makes of a service, or a network, in trouble.</summary>
public sealed class FaultsTests : FakeService
{
    [Theory]
    [InlineData("AccessDenied")]
    [InlineData("AuthorizationPending")]
    [InlineData("ExpiredToken")]
    [InlineData("InternalServer")]
    [InlineData("InvalidClient")]
    [InlineData("InvalidClientMetadata")]
    [InlineData("InvalidGrant")]
    [InlineData("InvalidRedirectUri")]
    [InlineData("InvalidRequest")]
    [InlineData("InvalidRequestRegion")]
    [InlineData("InvalidScope")]
    [InlineData("SlowDown")]
    [InlineData("UnauthorizedClient")]
    [InlineData("UnsupportedGrantType")]
    public async Task Every_modelled_error_arrives_as_its_type(string kind)
    {
        Server.AddFault(new Fault { Kind = FaultKind.Error, Error = kind, Description = "Because ü.", Times = 3 });

        var error = await Assert.ThrowsAnyAsync<SsoOidcException>(RegisterAsync);

        Assert.Equal(kind + "Exception", error.GetType().Name);
        Assert.Equal("Because ü.", error.Message);
        Assert.Equal(kind == "InternalServer" ? 3 : 1, error.Metadata.Attempts);
        Assert.NotNull(error.RequestId);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.BadContentLength)]
    public async Task A_refresh_token_whose_answer_was_lost_is_sent_once(FaultKind fault)
    {
        var (registration, token) = await LogInAsync();
        Server.AddFault(new Fault { Kind = fault, Operation = "CreateToken", After = true, Times = 5 });
        var before = Server.Journal.Count;

        await Assert.ThrowsAnyAsync<SsoOidcException>(() =>
            ServiceClient.CreateTokenAsync(TokenRequest(registration, GrantTypes.RefreshToken) with { RefreshToken = token.RefreshToken }, A.Ct));

        Assert.Equal(before + 1, Server.Journal.Count);
    }

    [Theory]
    [InlineData(502, 1)]
    [InlineData(504, 1)]
    [InlineData(500, 3)]
    [InlineData(503, 3)]
    [InlineData(429, 3)]
    public async Task A_refresh_token_is_sent_again_only_after_an_answer_of_the_service_itself(int status, int requests)
    {
        var (registration, token) = await LogInAsync();
        Server.AddFault(new Fault { Kind = FaultKind.Status, Status = status, Operation = "CreateToken", Times = 5 });
        var before = Server.Journal.Count;

        var error = await Assert.ThrowsAsync<SsoOidcException>(() =>
            ServiceClient.CreateTokenAsync(TokenRequest(registration, GrantTypes.RefreshToken) with { RefreshToken = token.RefreshToken }, A.Ct));

        Assert.Equal(before + requests, Server.Journal.Count);
        Assert.Equal(requests, error.Metadata.Attempts);
    }

    [Fact]
    public async Task Faults_that_pass_are_not_noticed_but_in_the_metadata()
    {
        Server.AddFault(new Fault { Kind = FaultKind.Reset });
        Server.AddFault(new Fault { Kind = FaultKind.Status, Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "2" } });
        Server.AddFault(new Fault { Kind = FaultKind.Gzip });

        var registration = await RegisterAsync();

        Assert.NotNull(registration.ClientSecret);
        Assert.Equal(3, registration.Metadata.Attempts);
        Assert.Equal(TimeSpan.FromSeconds(2.05), registration.Metadata.TotalRetryDelay);
    }

    [Fact]
    public async Task An_answer_byte_by_byte_is_an_answer()
    {
        Server.AddFault(new Fault { Kind = FaultKind.Drip });

        Assert.NotNull((await RegisterAsync()).ClientId);
    }

    [Fact]
    public async Task A_huge_answer_is_refused()
    {
        Server.AddFault(new Fault { Kind = FaultKind.HugeBody });

        await Assert.ThrowsAsync<SsoOidcResponseException>(RegisterAsync);
    }

    [Fact]
    public async Task A_redirect_is_refused()
    {
        Server.AddFault(new Fault { Kind = FaultKind.Redirect });

        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await Assert.ThrowsAsync<SsoOidcException>(RegisterAsync)).StatusCode);
        Assert.Single(Server.Journal);
    }

    [Fact]
    public async Task A_stalled_service_meets_the_time_limit()
    {
        Server.AddFault(new Fault { Kind = FaultKind.Stall, Times = 3 });
        using var client = Client(Server, timeout: TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<SsoOidcTimeoutException>(() => client.RegisterClientAsync(A.Registration, A.Ct));

        Assert.Equal(3, error.Metadata.Attempts);
    }

    [Fact]
    public async Task Calls_one_after_the_other_use_one_connection()
    {
        for (var call = 0; call < 50; call++)
            await RegisterAsync();

        Assert.Single(Server.Journal.Select(e => e.ConnectionId).Distinct());
    }
}
