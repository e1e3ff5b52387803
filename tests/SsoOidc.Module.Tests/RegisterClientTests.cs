using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class RegisterClientTests
{
    [Fact]
    public async Task The_name_alone_registers_a_public_client()
    {
        await using var session = await Session.StartAsync();

        var client = (await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1")).Single();

        Assert.Equal("SsoOidc.ClientRegistration", client.BaseObject.GetType().FullName);
        Assert.NotEmpty(client.Text("ClientId"));
        Assert.NotEmpty(client.Text("ClientSecret"));
        Assert.Equal("eu-west-1", client.Get("Region"));
        Assert.Equal(session.Url, client.Get("SsoOidcEndpoint"));
        var request = Assert.Single(session.Journal);
        Assert.Equal("RegisterClient", request.Operation);
        Assert.Equal(["clientName", "clientType"], request.Body.Keys);
        Assert.Equal("cli", request.Body["clientName"]);
        Assert.Equal("public", request.Body["clientType"]);
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Fact]
    public async Task Every_parameter_becomes_its_member()
    {
        await using var session = await Session.StartAsync();

        (await session.RunAsync("""
            Register-SSOOIDCClient -ClientName cli -ClientType public -Scope sso:account:access, openid `
                -GrantType authorization_code, refresh_token -RedirectUris http://127.0.0.1/oauth/callback `
                -IssuerUrl https://example.awsapps.com/start `
                -EntitledApplicationArn arn:aws:sso::111122223333:application/ssoins-1/apl-2 -EndpointUrl $url
            """)).Single();

        var body = Assert.Single(session.Journal).Body;
        Assert.Equal("""["sso:account:access","openid"]""", body["scopes"]);
        Assert.Equal("""["authorization_code","refresh_token"]""", body["grantTypes"]);
        Assert.Equal("""["http://127.0.0.1/oauth/callback"]""", body["redirectUris"]);
        Assert.Equal("https://example.awsapps.com/start", body["issuerUrl"]);
        Assert.Equal("arn:aws:sso::111122223333:application/ssoins-1/apl-2", body["entitledApplicationArn"]);
    }

    [Fact]
    public async Task The_aliases_and_short_grant_names_of_the_official_cmdlet_work()
    {
        await using var session = await Session.StartAsync();

        var client = (await session.RunAsync("Register-SSOOIDCClient cli -Scopes openid -GrantTypes device_code -RegionToCall us-west-2 -EndpointUrl $url")).Single();

        Assert.Equal("us-west-2", client.Get("Region"));
        var body = Assert.Single(session.Journal).Body;
        Assert.Equal("""["openid"]""", body["scopes"]);
        Assert.Equal("""["urn:ietf:params:oauth:grant-type:device_code"]""", body["grantTypes"]);
    }

    [Fact]
    public async Task An_empty_list_is_sent_as_one_and_an_absent_list_is_not()
    {
        await using var session = await Session.StartAsync();

        (await session.RunAsync("Register-SSOOIDCClient cli -Scope @() -EndpointUrl $url")).Single();

        var body = Assert.Single(session.Journal).Body;
        Assert.Equal("[]", body["scopes"]);
        Assert.DoesNotContain("grantTypes", body.Keys);
    }

    [Fact]
    public async Task Names_come_through_the_pipeline()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("'first', 'second' | Register-SSOOIDCClient -EndpointUrl $url");

        Assert.Empty(run.Errors);
        Assert.Equal(2, run.Output.Count);
        Assert.Equal(["first", "second"], session.Journal.Select(request => request.Body["clientName"]));
    }

    [Fact]
    public async Task An_object_binds_by_the_names_of_its_properties()
    {
        await using var session = await Session.StartAsync();

        var client = (await session.RunAsync("""
            [pscustomobject]@{ ClientName = 'cli'; Scope = 'openid'; Region = 'ap-south-1'; EndpointUrl = $url; IssuerUrl = $null } |
                Register-SSOOIDCClient
            """)).Single();

        Assert.Equal("ap-south-1", client.Get("Region"));
        Assert.Equal(["clientName", "clientType", "scopes"], Assert.Single(session.Journal).Body.Keys);
    }

    [Fact]
    public async Task Empty_cells_of_a_table_count_as_absent()
    {
        await using var session = await Session.StartAsync();

        (await session.RunAsync("""
            [pscustomobject]@{ ClientName = 'cli'; ClientType = ''; EntitledApplicationArn = ''; IssuerUrl = ''; Region = ''; EndpointUrl = $url } |
                Register-SSOOIDCClient
            """)).Single();

        var body = Assert.Single(session.Journal).Body;
        Assert.Equal(["clientName", "clientType"], body.Keys);
        Assert.Equal("public", body["clientType"]);
    }

    [Fact]
    public async Task The_expiry_is_also_a_moment()
    {
        await using var session = await Session.StartAsync();

        var client = await session.GivenClientAsync();

        var seconds = Assert.IsType<long>(client.Get("ClientSecretExpiresAt"));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(seconds), client.Get("ExpiresAt"));
    }

    [Fact]
    public async Task A_region_is_also_taken_from_an_object_that_has_one()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("""
            Register-SSOOIDCClient cli -EndpointUrl $url -Region ([pscustomobject]@{ SystemName = 'eu-north-1' })
            Register-SSOOIDCClient cli -EndpointUrl $url -Region ([pscustomobject]@{ Region = 'eu-south-1' })
            """);

        Assert.Empty(run.Errors);
        Assert.Equal(["eu-north-1", "eu-south-1"], run.Output.Select(client => client.Get("Region")));
    }
}
