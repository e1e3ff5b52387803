using System.Globalization;
using System.Text.Json;

namespace SsoOidc.Tests.Client.Models;

public sealed class RegisterClientTests
{
    [Fact]
    public async Task Only_the_members_that_are_set_are_sent()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        await client.RegisterClientAsync(new RegisterClientRequest { ClientName = "n", ClientType = "public" }, A.Ct);

        Assert.Equal(HttpMethod.Post, network.Only.Method);
        Assert.Equal("https://oidc.eu-west-1.amazonaws.com/client/register", network.Only.Address.AbsoluteUri);
        Assert.Equal("""{"clientName":"n","clientType":"public"}""", network.Only.Body);
    }

    [Fact]
    public async Task Every_member_is_sent_under_its_camel_case_name()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        await client.RegisterClientAsync(
            new RegisterClientRequest
            {
                ClientName = "n",
                ClientType = "public",
                Scopes = ["sso:account:access", "x"],
                RedirectUris = ["http://127.0.0.1/oauth/callback"],
                GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.DeviceCode],
                IssuerUrl = "https://d-1.awsapps.com/start",
                EntitledApplicationArn = "arn:aws:sso::1:application/a/b",
            },
            A.Ct);

        Assert.Equal(
            """
            {"clientName":"n","clientType":"public","scopes":["sso:account:access","x"],"redirectUris":["http://127.0.0.1/oauth/callback"]
            ,"grantTypes":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:device_code"],"issuerUrl":"https://d-1.awsapps.com/start"
            ,"entitledApplicationArn":"arn:aws:sso::1:application/a/b"}
            """.ReplaceLineEndings(""),
            network.Only.Body);
    }

    [Fact]
    public async Task An_empty_list_is_sent_as_one()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        await client.RegisterClientAsync(A.Registration with { Scopes = [], RedirectUris = [], GrantTypes = [] }, A.Ct);

        Assert.Equal("""{"clientName":"n","clientType":"public","scopes":[],"redirectUris":[],"grantTypes":[]}""", network.Only.Body);
    }

    [Theory]
    [InlineData("Überprüfung 東京")]
    [InlineData("🔐 <script>&'\"+\\ \t\u0001")]
    [InlineData("")]
    public async Task Any_text_arrives_as_it_was_given(string name)
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        await client.RegisterClientAsync(A.Registration with { ClientName = name }, A.Ct);

        using var body = JsonDocument.Parse(network.Only.BodyBytes);
        Assert.Equal(name, body.RootElement.GetProperty("clientName").GetString());
    }

    [Fact]
    public async Task Half_a_surrogate_pair_goes_out_as_the_replacement_character()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        await client.RegisterClientAsync(A.Registration with { ClientName = "a\ud800b" }, A.Ct);

        using var body = JsonDocument.Parse(network.Only.BodyBytes);
        Assert.Equal("a\ufffdb", body.RootElement.GetProperty("clientName").GetString());
    }

    [Theory]
    [InlineData(null, "public", "RegisterClient needs ClientName.")]
    [InlineData("n", null, "RegisterClient needs ClientType.")]
    public async Task A_missing_member_is_named_before_anything_is_sent(string? name, string? type, string message)
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<ArgumentException>(() =>
            client.RegisterClientAsync(new RegisterClientRequest { ClientName = name, ClientType = type }, A.Ct));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("request", error.ParamName);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task Every_member_of_the_answer_is_read()
    {
        using var client = A.Client(new StubHandler(Answer.Ok(
            """
            {"clientId":"i","clientSecret":"s","clientIdIssuedAt":1579725929,"clientSecretExpiresAt":1587584729,
             "authorizationEndpoint":"https://a","tokenEndpoint":"https://t"}
            """)));

        var answer = await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal("i", answer.ClientId);
        Assert.Equal("s", answer.ClientSecret);
        Assert.Equal(1579725929, answer.ClientIdIssuedAt);
        Assert.Equal(1587584729, answer.ClientSecretExpiresAt);
        Assert.Equal("https://a", answer.AuthorizationEndpoint);
        Assert.Equal("https://t", answer.TokenEndpoint);
        Assert.Equal(new DateTimeOffset(2020, 4, 22, 19, 45, 29, TimeSpan.Zero), answer.ExpiresAt);
    }

    [Theory]
    [InlineData("1795348800000", "9999-12-31T23:59:59Z")]
    [InlineData("1e300", "9999-12-31T23:59:59Z")]
    [InlineData("-9223372036854775808", "0001-01-01T00:00:00Z")]
    [InlineData("1", "1970-01-01T00:00:01Z")]
    public async Task An_expiry_that_no_calendar_holds_becomes_the_nearest_moment(string seconds, string moment)
    {
        using var client = A.Client(new StubHandler(Answer.Ok($$"""{"clientSecretExpiresAt":{{seconds}}}""")));

        var answer = await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture), answer.ExpiresAt);
    }

    [Fact]
    public async Task An_expiry_of_0_is_never()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("""{"clientSecretExpiresAt":0}""")));

        var answer = await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal((0L, null), (answer.ClientSecretExpiresAt, answer.ExpiresAt));
    }

    [Fact]
    public async Task Null_members_are_absent_ones()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("""{"clientId":"i","clientSecretExpiresAt":null,"authorizationEndpoint":null}""")));

        var answer = await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal("i", answer.ClientId);
        Assert.Null(answer.ExpiresAt);
        Assert.Null(answer.ClientSecret);
        Assert.Null(answer.AuthorizationEndpoint);
    }
}
