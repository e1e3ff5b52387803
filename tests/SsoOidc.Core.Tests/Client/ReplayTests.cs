using System.Net.Sockets;

namespace SsoOidc.Tests.Client;

/// <summary>Whether a request is sent again when its answer may only have been lost: a single-use grant would be spent.</summary>
public sealed class ReplayTests
{
    private static readonly Exception Refused = new HttpRequestException(HttpRequestError.ConnectionError, "m", new SocketException((int)SocketError.ConnectionRefused));
    private static readonly Exception Lost = new HttpRequestException(HttpRequestError.ResponseEnded, "m", new HttpIOException(HttpRequestError.ResponseEnded));

    public static TheoryData<string, string, int> Replays
    {
        get
        {
            string[] spent = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.JwtBearer, "unknown_grant"];
            string[] reusable = [GrantTypes.DeviceCode, GrantTypes.TokenExchange];
            string[] maybeCarriedOut = ["lost", "reset", "502", "504", "truncated 200", "unwrapped"];
            string[] surelyNot = ["refused", "500", "503", "429", "throttled", "truncated 500"];
            var rows = new TheoryData<string, string, int>();
            foreach (var failure in maybeCarriedOut)
            {
                foreach (var grant in spent)
                    rows.Add(grant, failure, 1);
                foreach (var grant in reusable)
                    rows.Add(grant, failure, 2);
            }

            foreach (var failure in surelyNot)
            {
                foreach (var grant in (string[])[.. spent, .. reusable])
                    rows.Add(grant, failure, 2);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Replays))]
    public async Task A_grant_that_may_be_spent_is_not_sent_again_and_one_that_cannot_be_is(string grant, string failure, int requests)
    {
        var first = failure switch
        {
            "lost" => Answer.Throws(Lost),
            "reset" => Answer.Throws(new HttpRequestException("m", new IOException("m", new SocketException((int)SocketError.ConnectionReset)))),
            "unwrapped" => Answer.Throws(new IOException("m")),
            "refused" => Answer.Throws(Refused),
            "truncated 200" => Answer.Streaming(200, BrokenStream.EndingIn("{\"accessToken\":", new IOException("cut"))),
            "truncated 500" => Answer.Streaming(500, BrokenStream.EndingIn("{\"error\":", new IOException("cut"))),
            "throttled" => Answer.Error("ThrottlingException"),
            _ => Answer.Status(int.Parse(failure, System.Globalization.CultureInfo.InvariantCulture)),
        };
        var network = new StubHandler(first, Answer.Ok("""{"accessToken":"at"}"""));
        using var client = A.Client(network, with: o => o with { Credentials = A.Credentials });

        SsoOidcException? error = null;
        try
        {
            if (grant is GrantTypes.JwtBearer or GrantTypes.TokenExchange)
                Assert.Equal("at", (await client.CreateTokenWithIAMAsync(A.IamToken(grant), A.Ct)).AccessToken);
            else
                Assert.Equal("at", (await client.CreateTokenAsync(A.Token(grant), A.Ct)).AccessToken);
        }
        catch (SsoOidcException e)
        {
            error = e;
        }

        Assert.Equal(requests, network.Requests.Count);
        Assert.Equal(requests == 1, error is not null);
    }

    [Theory]
    [InlineData(GrantTypes.AuthorizationCode, 1)]
    [InlineData(GrantTypes.DeviceCode, 2)]
    public async Task A_timeout_counts_as_a_lost_answer(string grant, int requests)
    {
        var clock = new InstantClock { Limit = TimeSpan.FromSeconds(30) };
        var network = new StubHandler(Answer.NotWithin(clock), Answer.Ok().AtOnce());
        using var client = A.Client(network, clock, o => o with { Timeout = TimeSpan.FromSeconds(30) });

        var error = await Record.ExceptionAsync(() => client.CreateTokenAsync(A.Token(grant), A.Ct));

        Assert.Equal(requests, network.Requests.Count);
        Assert.Equal(requests == 1, error is SsoOidcTimeoutException);
    }

    [Fact]
    public async Task A_handler_that_gives_up_by_itself_may_have_sent_the_grant()
    {
        var network = new StubHandler(Answer.Throws(new TaskCanceledException("m", new TimeoutException())), Answer.Ok());
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<SsoOidcTimeoutException>(() => client.CreateTokenAsync(A.Token(GrantTypes.RefreshToken), A.Ct));

        Assert.Single(network.Requests);
        Assert.Equal("CreateToken timed out: the handler had no answer from oidc.eu-west-1.amazonaws.com.", error.Message);
    }

    [Fact]
    public async Task The_registration_is_repeated_after_a_lost_answer()
    {
        var network = new StubHandler(Answer.Throws(Lost), Answer.Ok("""{"clientId":"i"}"""));
        using var client = A.Client(network);

        Assert.Equal(2, (await client.RegisterClientAsync(A.Registration, A.Ct)).Metadata.Attempts);
    }
}
