namespace SsoOidc.Tests.Client.Models;

public sealed class CreateTokenTests
{
    [Fact]
    public async Task Only_the_members_that_are_set_are_sent()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal(HttpMethod.Post, network.Only.Method);
        Assert.Equal("https://oidc.eu-west-1.amazonaws.com/token", network.Only.Address.AbsoluteUri);
        Assert.Equal("""{"clientId":"id","clientSecret":"s","grantType":"urn:ietf:params:oauth:grant-type:device_code","deviceCode":"dc"}""", network.Only.Body);
    }

    [Fact]
    public async Task Every_member_is_sent_under_its_camel_case_name()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        await client.CreateTokenAsync(
            new CreateTokenRequest
            {
                ClientId = "id",
                ClientSecret = "s",
                GrantType = "anything",
                DeviceCode = "dc",
                Code = "c",
                RefreshToken = "rt",
                Scope = ["a", "b"],
                RedirectUri = "http://127.0.0.1:1234/oauth/callback",
                CodeVerifier = "v",
            },
            A.Ct);

        Assert.Equal(
            """
            {"clientId":"id","clientSecret":"s","grantType":"anything","deviceCode":"dc","code":"c","refreshToken":"rt","scope":["a","b"]
            ,"redirectUri":"http://127.0.0.1:1234/oauth/callback","codeVerifier":"v"}
            """.ReplaceLineEndings(""),
            network.Only.Body);
    }

    [Theory]
    [InlineData(null, "s", "g", "CreateToken needs ClientId.")]
    [InlineData("i", null, "g", "CreateToken needs ClientSecret.")]
    [InlineData("i", "s", null, "CreateToken needs GrantType.")]
    public async Task A_missing_member_is_named_before_anything_is_sent(string? id, string? secret, string? grant, string message)
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => client.CreateTokenAsync(
            new CreateTokenRequest { ClientId = id, ClientSecret = secret, GrantType = grant }, A.Ct));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task Every_member_of_the_answer_is_read_and_the_live_services_extras_are_ignored()
    {
        using var client = A.Client(new StubHandler(Answer.Ok(
            """
            {"accessToken":"at","aws_sso_app_session_id":null,"expiresIn":28800,"idToken":"it","issuedTokenType":null,"originSessionId":null,
             "refreshToken":"rt","tokenType":"Bearer","somethingNew":{"a":[1,{"accessToken":"not this"}]}}
            """)));

        var answer = await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal("at", answer.AccessToken);
        Assert.Equal("Bearer", answer.TokenType);
        Assert.Equal(28800, answer.ExpiresIn);
        Assert.Equal("rt", answer.RefreshToken);
        Assert.Equal("it", answer.IdToken);
        Assert.Equal(InstantClock.Now.AddHours(8), answer.ExpiresAt);
    }

    [Fact]
    public async Task A_lifetime_counts_from_the_arrival_of_the_answer()
    {
        var clock = new InstantClock();
        using var client = A.Client(
            new StubHandler((_, _) =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult(Answer.Ok("""{"expiresIn":60}""")());
            }),
            clock);

        var answer = await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal(InstantClock.Now.AddSeconds(70), answer.ExpiresAt);
    }

    [Theory]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("-99999999999", int.MinValue)]
    [InlineData("-1", -1)]
    public async Task Any_lifetime_gives_a_moment_and_never_an_error(string wire, int expiresIn)
    {
        using var client = A.Client(new StubHandler(Answer.Ok($$"""{"expiresIn":{{wire}}}""")));

        var answer = await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal(expiresIn, answer.ExpiresIn);
        Assert.Equal(InstantClock.Now.AddSeconds(expiresIn), answer.ExpiresAt);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-1)]
    public void A_response_that_never_arrived_has_no_moment_of_expiry(int expiresIn) =>
        Assert.Null(new CreateTokenResponse { ExpiresIn = expiresIn }.ExpiresAt);
}
