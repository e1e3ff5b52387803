using System.Net;
using CsCheck;
using SsoOidc.Client;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Fuzzing;

/// <summary>Whatever a service answers, a call ends in a response or in the documented exception, and its text is fit for a terminal.</summary>
public sealed class ServiceAnswerTests
{
    private static readonly string[] Good =
    [
        """{"clientId":"abc","clientSecret":"def","clientIdIssuedAt":1763812800,"clientSecretExpiresAt":1771588800,"authorizationEndpoint":null,"tokenEndpoint":null}""",
        """{"deviceCode":"dc","userCode":"ABCD-EFGH","verificationUri":"https://d-1.awsapps.com/start/#/device","verificationUriComplete":"https://x","expiresIn":600,"interval":1}""",
        """{"accessToken":"aoa","tokenType":"Bearer","expiresIn":28800,"refreshToken":"aor","idToken":null}""",
        """{"accessToken":"aoa","awsAdditionalDetails":{"identityContext":"fic"},"expiresIn":3600,"idToken":"e.e.e","issuedTokenType":"urn:x","refreshToken":"r","scope":["openid","aws"],"tokenType":"Bearer"}""",
    ];

    private static readonly string[] Refusals =
    [
        """{"error":"invalid_grant","error_description":"Invalid grant provided"}""",
        """{"error":"invalid_request","error_description":"wrong region","endpoint":"https://oidc.us-east-1.amazonaws.com","region":"us-east-1","reason":null}""",
        """{"__type":"com.amazonaws#InvalidClientException:http://x","message":"m"}""",
        "<html><body>502 Bad Gateway</body></html>",
    ];

    [Fact]
    public void An_answer_is_a_response_or_the_documented_error() => Check.Bytes("response", Inputs.Json(Good), body =>
    {
        Send(HttpStatusCode.OK, null, body, out var errors);
        Assert.All(errors, e => Assert.IsType<SsoOidcResponseException>(e));
    });

    [Fact]
    public void A_refusal_is_an_SsoOidcException_whose_message_can_be_shown() => Check.Bytes("error", Inputs.Json(Refusals), body =>
    {
        Send(body.Length % 3 == 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.BadRequest, body.Length % 2 == 0 ? null : "InvalidScopeException:http://x", body, out var errors);
        Assert.Equal(4, errors.Count);
        Assert.All(errors, AssertShowable);
    });

    [Fact]
    public void Any_error_type_header_gives_an_error_that_can_be_shown() => Inputs.Text(60).Sample(
        type => AssertShowable(ErrorParser.Parse(type, "{}"u8, new ResponseMetadata { HttpStatusCode = HttpStatusCode.BadRequest }, [])),
        iter: Effort.Inputs);

    private static void AssertShowable(SsoOidcException e)
    {
        Assert.NotEmpty(e.Message);
        Assert.True(e.Message.Length <= 520, "The message is too long.");
        Assert.DoesNotContain(e.Message + e.Code, char.IsControl);
    }

    private static void Send(HttpStatusCode status, string? type, byte[] body, out List<SsoOidcException> errors)
    {
        errors = [];
        using var client = new SsoOidcClient(new SsoOidcClientOptions
        {
            Region = "us-east-1",
            Credentials = new AwsCredentials("AK", "SK"),
            MaxAttempts = 1,
            Timeout = Timeout.InfiniteTimeSpan,
            HttpMessageHandler = new Fixed(status, type, body),
        });
        foreach (var call in (Func<Task>[])[
            () => client.RegisterClientAsync(new RegisterClientRequest { ClientName = "n", ClientType = "public" }, CancellationToken.None),
            () => client.StartDeviceAuthorizationAsync(new StartDeviceAuthorizationRequest { ClientId = "c", ClientSecret = "s", StartUrl = "u" }, CancellationToken.None),
            () => client.CreateTokenAsync(new CreateTokenRequest { ClientId = "c", ClientSecret = "s", GrantType = "g" }, CancellationToken.None),
            () => client.CreateTokenWithIAMAsync(new CreateTokenWithIAMRequest { ClientId = "c", GrantType = "g" }, CancellationToken.None)])
        {
            try
            {
                call().GetAwaiter().GetResult();
            }
            catch (SsoOidcException e)
            {
                errors.Add(e);
            }
        }
    }

    private sealed class Fixed(HttpStatusCode status, string? type, byte[] body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
            if (type is not null)
                answer.Headers.TryAddWithoutValidation("x-amzn-ErrorType", type);
            return Task.FromResult(answer);
        }
    }
}
