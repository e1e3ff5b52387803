using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class NewTokenWithIamTests
{
    private const string Arn = "arn:aws:sso::111122223333:application/ssoins-1/apl-2";
    private const string Jwt = "e30.e30.c2lnbmF0dXJl";
    private const string Keys = "$keys = @{ AccessKey = 'AKIAFAKEENDPOINT0001'; SecretKey = 'fake/endpoint+secret/key0000000000000001'; Region = 'us-east-1'; EndpointUrl = $url };";
    private const string Command = $"{Keys} New-SSOOIDCTokenWithIAM {Arn} @keys ";

    [Fact]
    public async Task An_assertion_is_exchanged_with_a_signed_call()
    {
        await using var session = await Session.StartAsync();

        var token = (await session.RunAsync($"{Command} -Assertion {Jwt}")).Single();

        Assert.Equal("SsoOidc.IamToken", token.BaseObject.GetType().FullName);
        Assert.NotEmpty(token.Text("AccessToken"));
        Assert.NotEmpty(token.Text("IdToken"));
        Assert.NotEmpty(PSObject.AsPSObject(token.Get("AwsAdditionalDetails")).Text("IdentityContext"));
        Assert.Equal(["openid", "aws", "sts:identity_context"], Assert.IsAssignableFrom<IReadOnlyList<string>>(token.Get("Scope")));
        Assert.Equal(Arn, token.Get("ClientId"));
        Assert.Equal("us-east-1", token.Get("Region"));
        var request = Assert.Single(session.Journal);
        Assert.Equal("CreateTokenWithIAM", request.Operation);
        Assert.Equal("t", request.Query["aws_iam"]);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=AKIAFAKEENDPOINT0001/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", request.Body["grantType"]);
    }

    [Fact]
    public async Task A_session_token_is_sent_and_signed()
    {
        await using var session = await Session.StartAsync(new FakeOptions { SessionToken = "the-session-token" });

        (await session.RunAsync($"{Command} -SessionToken the-session-token -Assertion {Jwt}")).Single();

        Assert.Contains("x-amz-security-token", Assert.Single(session.Journal).Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_a_login_is_exchanged_and_the_types_need_not_be_given()
    {
        await using var session = await Session.StartAsync();
        await session.GivenTokenAsync();

        var token = (await session.RunAsync($"{Command} -SubjectToken $token.AccessToken")).Single();

        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", token.Get("IssuedTokenType"));
        var body = session.Journal[^1].Body;
        Assert.Equal("urn:ietf:params:oauth:grant-type:token-exchange", body["grantType"]);
        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", body["subjectTokenType"]);
        Assert.Equal("urn:ietf:params:oauth:token-type:access_token", body["requestedTokenType"]);
    }

    [Fact]
    public async Task Short_token_types_are_expanded()
    {
        await using var session = await Session.StartAsync();
        await session.GivenTokenAsync();

        var token = (await session.RunAsync(
            $"{Command} -GrantType token-exchange -SubjectToken $token.AccessToken -SubjectTokenType access_token -RequestedTokenType refresh_token")).Single();

        Assert.Equal("urn:ietf:params:oauth:token-type:refresh_token", token.Get("IssuedTokenType"));
        Assert.NotEmpty(token.Text("RefreshToken"));
    }

    [Fact]
    public async Task A_token_pipes_back_to_be_refreshed()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync($$"""
            {{Command}} -Assertion {{Jwt}} -OutVariable first
            $first | New-SSOOIDCTokenWithIAM -AccessKey $keys.AccessKey -SecretKey $keys.SecretKey
            """);

        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Output.Select(token => token.Text("RefreshToken")).Distinct().Count());
        Assert.Equal("refresh_token", session.Journal[^1].Body["grantType"]);
        Assert.Equal("us-east-1", run.Output[1].Get("Region"));
    }

    [Fact]
    public async Task Every_parameter_becomes_its_member()
    {
        await using var session = await Session.StartAsync();

        await session.RunAsync($"{Command} -Code the-authorization-code -CodeVerifier the-code-verifier -RedirectUri https://app.example/callback -Scope openid, aws");

        var body = Assert.Single(session.Journal).Body;
        Assert.Equal(["clientId", "grantType", "code", "redirectUri", "codeVerifier", "scope"], body.Keys);
        Assert.Equal("authorization_code", body["grantType"]);
        Assert.Equal("""["openid","aws"]""", body["scope"]);
    }

    [Theory]
    [InlineData("", "There is nothing to get a token for: give one of -Code, -RefreshToken, -Assertion, -SubjectToken.")]
    [InlineData("-Assertion x -SubjectToken y", "-Assertion, -SubjectToken belong to different grants: give one of them, or pipe only the object of the grant you mean.")]
    [InlineData("-GrantType jwt-bearer -SubjectToken y", "-GrantType jwt-bearer needs -Assertion.")]
    [InlineData("-GrantType token-exchange -SubjectToken y -RefreshToken z", "-GrantType token-exchange goes with -SubjectToken alone; -RefreshToken, -SubjectToken were given.")]
    public async Task What_contradicts_itself_is_refused_before_the_network(string arguments, string message)
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync(Command + arguments);

        Assert.Equal("InvalidArgument,SsoOidc.Commands.NewSSOOIDCTokenWithIAMCommand", run.Error().FullyQualifiedErrorId);
        Assert.Equal(message, run.Error().Exception.Message);
        Assert.Equal(Arn, run.Error().TargetObject);
        Assert.Empty(session.Journal);
    }

    [Theory]
    [InlineData("-Region us-east-1", "InvalidConfiguration")]
    [InlineData("-Region us-east-1 -AccessKey AKIAFAKEENDPOINT0001", "InvalidArgument")]
    [InlineData("-Region us-east-1 -SecretKey fake", "InvalidArgument")]
    [InlineData("-AccessKey AKIAFAKEENDPOINT0001 -SecretKey fake", "RegionMissing")]
    public async Task Without_whole_credentials_or_a_region_nothing_is_sent(string arguments, string id)
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync($"New-SSOOIDCTokenWithIAM {Arn} -Assertion {Jwt} -EndpointUrl $url {arguments}");

        Assert.Equal(id + ",SsoOidc.Commands.NewSSOOIDCTokenWithIAMCommand", run.Error().FullyQualifiedErrorId);
        Assert.Empty(session.Journal);
    }

    [Fact]
    public async Task A_wrong_key_is_the_front_ends_error_and_keeps_its_status()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync($"{Keys} $keys.SecretKey = 'wrong'; New-SSOOIDCTokenWithIAM {Arn} @keys -Assertion {Jwt}");

        var error = run.Error();
        Assert.Equal("ServiceError,SsoOidc.Commands.NewSSOOIDCTokenWithIAMCommand", error.FullyQualifiedErrorId);
        Assert.Equal("SsoOidc.SsoOidcException", error.Exception.GetType().FullName);
        Assert.Equal("Forbidden", PSObject.AsPSObject(error.Exception).Get("StatusCode")?.ToString());
        Assert.Contains("sso-oauth:CreateTokenWithIAM", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
