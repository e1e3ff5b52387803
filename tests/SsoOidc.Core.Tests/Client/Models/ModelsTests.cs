using System.Reflection;

namespace SsoOidc.Tests.Client.Models;

/// <summary>The shape of the public surface that scripts and other projects hold on to.</summary>
public sealed class ModelsTests
{
    [Fact]
    public void Requests_and_responses_print_their_name_and_what_a_person_looks_for()
    {
        Assert.Equal("CreateTokenRequest", A.DeviceToken.ToString());
        Assert.Equal("RegisterClientResponse i", new RegisterClientResponse { ClientId = "i" }.ToString());
        Assert.Equal("RegisterClientResponse ", new RegisterClientResponse().ToString());
        Assert.Equal("StartDeviceAuthorizationResponse ABCD-EFGH", new StartDeviceAuthorizationResponse { UserCode = "ABCD-EFGH" }.ToString());
        Assert.Equal("StartDeviceAuthorizationResponse A [2J", new StartDeviceAuthorizationResponse { UserCode = "A\u001b[2J" }.ToString());
        Assert.Equal("CreateTokenResponse, expires ", new CreateTokenResponse().ToString());
        Assert.Equal("AwsAdditionalDetails", new AwsAdditionalDetails { IdentityContext = "x" }.ToString());
    }

    [Fact]
    public async Task A_token_prints_when_it_expires()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("""{"accessToken":"secret","expiresIn":3600}""")), with: o => o with { Credentials = A.Credentials });

        Assert.Equal("CreateTokenResponse, expires 2026-11-22 13:00:00Z", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).ToString());
        Assert.Equal("CreateTokenWithIAMResponse, expires 2026-11-22 13:00:00Z", (await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct)).ToString());
    }

    [Fact]
    public void Requests_are_values_that_can_be_copied_with_a_change()
    {
        var copy = A.DeviceToken with { DeviceCode = "other" };

        Assert.NotEqual(A.DeviceToken, copy);
        Assert.Equal(A.DeviceToken, copy with { DeviceCode = "dc" });
    }

    [Fact]
    public void An_empty_response_has_metadata_and_no_members()
    {
        foreach (var response in (SsoOidcResponse[])[new RegisterClientResponse(), new StartDeviceAuthorizationResponse(), new CreateTokenResponse(), new CreateTokenWithIAMResponse()])
        {
            Assert.NotNull(response.Metadata);
            Assert.Null(response.HttpStatusCode);
            foreach (var property in response.GetType().GetProperties(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name != "EqualityContract"))
                Assert.Null(property.GetValue(response));
        }
    }

    [Theory]
    [InlineData(null, "OK", "OK")]
    [InlineData("r", "OK", "OK r")]
    [InlineData(null, null, "")]
    public void Metadata_prints_status_and_request_id(string? id, string? status, string text) =>
        Assert.Equal(text, new ResponseMetadata { RequestId = id, HttpStatusCode = status is null ? null : Enum.Parse<System.Net.HttpStatusCode>(status) }.ToString());

    [Fact]
    public void An_exception_made_by_hand_has_empty_metadata()
    {
        var inner = new InvalidOperationException();
        var error = new InvalidGrantException("m", inner);

        Assert.Equal("m", error.Message);
        Assert.Same(inner, error.InnerException);
        Assert.Null(error.StatusCode);
        Assert.Null(error.RequestId);
        Assert.Null(error.Error);
        Assert.Equal(0, error.Metadata.Attempts);
    }

    [Theory]
    [InlineData(null, "s", "accessKeyId")]
    [InlineData("", "s", "accessKeyId")]
    [InlineData("a", null, "secretAccessKey")]
    [InlineData("a", "", "secretAccessKey")]
    public void Credentials_need_a_key_and_a_secret(string? id, string? secret, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentException>(() => new AwsCredentials(id!, secret!)).ParamName);

    [Theory]
    [InlineData("\r\nX-Smuggled: 1")]
    [InlineData("\n")]
    [InlineData(" ")]
    [InlineData("\t")]
    [InlineData("\u007f")]
    [InlineData("é")]
    public void Credentials_cannot_smuggle_a_header_or_keep_the_line_break_of_a_file(string end)
    {
        Assert.Equal("accessKeyId", Assert.Throws<ArgumentException>(() => new AwsCredentials("AK" + end, "SK")).ParamName);
        Assert.Equal("secretAccessKey", Assert.Throws<ArgumentException>(() => new AwsCredentials("AK", "SK" + end)).ParamName);
        var error = Assert.Throws<ArgumentException>(() => new AwsCredentials("AK", "SK", "token-canary" + end));
        Assert.Equal("sessionToken", error.ParamName);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_are_their_own_source()
    {
        var expiration = InstantClock.Now;
        var credentials = new AwsCredentials("a", "s", "", expiration);

        Assert.Same(credentials, await credentials.GetCredentialsAsync(A.Ct));
        Assert.Null(credentials.SessionToken);
        Assert.Equal(expiration, credentials.Expiration);
        Assert.Equal("a", credentials.ToString());
    }

    [Fact]
    public void Token_types_are_spelled_as_on_the_wire()
    {
        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", TokenTypes.AccessToken);
        Assert.Equal("urn:ietf:params:oauth:token-type:refresh_token", TokenTypes.RefreshToken);
    }
}
