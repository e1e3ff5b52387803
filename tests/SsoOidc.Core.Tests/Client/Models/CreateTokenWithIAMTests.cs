namespace SsoOidc.Tests.Client.Models;

public sealed class CreateTokenWithIAMTests
{
    [Fact]
    public async Task It_goes_to_the_token_address_with_the_constant_query_and_a_signature()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = Client(network);

        await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Equal(HttpMethod.Post, network.Only.Method);
        Assert.Equal("https://oidc.eu-west-1.amazonaws.com/token?aws_iam=t", network.Only.Address.AbsoluteUri);
        Assert.Equal("""{"clientId":"arn:aws:sso::1:application/a/b","grantType":"urn:ietf:params:oauth:grant-type:token-exchange"}""", network.Only.Body);
        Assert.StartsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/eu-west-1/sso-oauth/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=",
            network.Only.Header("Authorization"), StringComparison.Ordinal);
        Assert.Equal("20261122T120000Z", network.Only.Header("x-amz-date"));
        Assert.Null(network.Only.Header("x-amz-security-token"));
    }

    [Fact]
    public async Task Every_member_is_sent_under_its_camel_case_name()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = Client(network);

        await client.CreateTokenWithIAMAsync(
            new CreateTokenWithIAMRequest
            {
                ClientId = "arn",
                GrantType = "g",
                Code = "c",
                RedirectUri = "r",
                CodeVerifier = "v",
                RefreshToken = "rt",
                Assertion = "as",
                SubjectToken = "st",
                SubjectTokenType = TokenTypes.AccessToken,
                RequestedTokenType = TokenTypes.RefreshToken,
                Scope = [],
            },
            A.Ct);

        Assert.Equal(
            """
            {"clientId":"arn","grantType":"g","code":"c","redirectUri":"r","codeVerifier":"v","refreshToken":"rt","assertion":"as","subjectToken":"st"
            ,"subjectTokenType":"urn:ietf:params:oauth:token-type:access_token","requestedTokenType":"urn:ietf:params:oauth:token-type:refresh_token"
            ,"scope":[]}
            """.ReplaceLineEndings(""),
            network.Only.Body);
    }

    [Theory]
    [InlineData(null, "g", "CreateTokenWithIAM needs ClientId.")]
    [InlineData("i", null, "CreateTokenWithIAM needs GrantType.")]
    public async Task A_missing_member_is_named_before_anything_is_sent(string? id, string? grant, string message)
    {
        var network = new StubHandler(Answer.Ok());
        using var client = Client(network);

        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            client.CreateTokenWithIAMAsync(new CreateTokenWithIAMRequest { ClientId = id, GrantType = grant }, A.Ct));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task Every_member_of_the_answer_is_read()
    {
        using var client = Client(new StubHandler(Answer.Ok(
            """
            {"accessToken":"at","tokenType":"Bearer","expiresIn":3600,"refreshToken":"rt","idToken":"it",
             "issuedTokenType":"urn:ietf:params:oauth:token-type:access_token",
             "scope":["openid",null,"aws"],"awsAdditionalDetails":{"new":[{}],"identityContext":"ic","newer":1}}
            """)));

        var answer = await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Equal("at", answer.AccessToken);
        Assert.Equal("Bearer", answer.TokenType);
        Assert.Equal(3600, answer.ExpiresIn);
        Assert.Equal("rt", answer.RefreshToken);
        Assert.Equal("it", answer.IdToken);
        Assert.Equal(TokenTypes.AccessToken, answer.IssuedTokenType);
        Assert.Equal(["openid", "aws"], answer.Scope);
        Assert.Equal("ic", answer.AwsAdditionalDetails?.IdentityContext);
        Assert.Equal(InstantClock.Now.AddHours(1), answer.ExpiresAt);
    }

    [Theory]
    [InlineData("""{"awsAdditionalDetails":null,"scope":null}""")]
    [InlineData("{}")]
    public async Task Absent_details_and_scopes_are_null(string body)
    {
        using var client = Client(new StubHandler(Answer.Ok(body)));

        var answer = await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Null(answer.AwsAdditionalDetails);
        Assert.Null(answer.Scope);
    }

    [Fact]
    public async Task Members_after_the_details_are_still_read()
    {
        using var client = Client(new StubHandler(Answer.Ok("""{"awsAdditionalDetails":{},"scope":[],"accessToken":"at"}""")));

        var answer = await client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct);

        Assert.Null(answer.AwsAdditionalDetails!.IdentityContext);
        Assert.Empty(answer.Scope!);
        Assert.Equal("at", answer.AccessToken);
    }

    [Theory]
    [InlineData("""{"scope":"openid"}""")]
    [InlineData("""{"scope":[1]}""")]
    [InlineData("""{"scope":[["openid"]]}""")]
    [InlineData("""{"awsAdditionalDetails":"ic"}""")]
    public async Task A_list_or_an_object_of_another_kind_is_not_the_services_answer(string body)
    {
        using var client = Client(new StubHandler(Answer.Ok(body)));

        await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.CreateTokenWithIAMAsync(A.IamToken(), A.Ct));
    }

    private static SsoOidcClient Client(StubHandler network) => A.Client(network, with: o => o with { Credentials = A.Credentials });
}
