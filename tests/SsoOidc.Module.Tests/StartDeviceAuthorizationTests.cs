using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class StartDeviceAuthorizationTests
{
    [Fact]
    public async Task A_piped_client_binds_with_its_secret_region_and_endpoint()
    {
        await using var session = await Session.StartAsync();
        var client = await session.GivenClientAsync();

        var device = (await session.RunAsync("$client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start")).Single();

        Assert.Equal("SsoOidc.DeviceAuthorization", device.BaseObject.GetType().FullName);
        Assert.Matches("^[A-Z]{4}-[A-Z]{4}$", device.Text("UserCode"));
        Assert.NotEmpty(device.Text("DeviceCode"));
        Assert.Equal(session.Url + "/device", device.Get("VerificationUri"));
        Assert.EndsWith(device.Text("UserCode"), device.Text("VerificationUriComplete"), StringComparison.Ordinal);
        Assert.Equal(600, device.Get("ExpiresIn"));
        Assert.Equal(1, device.Get("Interval"));
        Assert.Equal("eu-west-1", device.Get("Region"));
        Assert.Equal(session.Url, device.Get("SsoOidcEndpoint"));
        Assert.Equal(client.Get("ClientId"), device.Get("ClientId"));
        Assert.Equal(client.Get("ClientSecret"), device.Get("ClientSecret"));
        var request = session.Journal[^1];
        Assert.Equal("StartDeviceAuthorization", request.Operation);
        Assert.Equal(["clientId", "clientSecret", "startUrl"], request.Body.Keys);
        Assert.Equal("https://example.awsapps.com/start", request.Body["startUrl"]);
        Assert.Equal(JournalEntry.Mask(client.Text("ClientSecret")), request.Body["clientSecret"]);
    }

    [Theory]
    [InlineData(" https://example.awsapps.com/start\u200b`n")]
    [InlineData("example.awsapps.com/start#/?tab=accounts")]
    public async Task The_start_URL_is_sent_without_what_comes_along_when_it_is_copied(string pasted)
    {
        await using var session = await Session.StartAsync();
        await session.GivenClientAsync();

        await session.RunAsync($"$client | Start-SSOOIDCDeviceAuthorization -StartUrl \"{pasted}\"");

        Assert.Equal("https://example.awsapps.com/start", session.Journal[^1].Body["startUrl"]);
    }

    [Fact]
    public async Task The_client_id_is_the_first_argument()
    {
        await using var session = await Session.StartAsync();
        await session.GivenClientAsync();

        var device = (await session.RunAsync("""
            Start-SSOOIDCDeviceAuthorization $client.ClientId -ClientSecret $client.ClientSecret -StartUrl https://example.awsapps.com/start -EndpointUrl $url
            """)).Single();

        Assert.NotEmpty(device.Text("DeviceCode"));
        Assert.Null(device.Get("Region"));
    }

    [Fact]
    public async Task The_client_id_comes_through_the_pipeline()
    {
        await using var session = await Session.StartAsync();
        await session.GivenClientAsync();

        var device = (await session.RunAsync("""
            $client.ClientId | Start-SSOOIDCDeviceAuthorization -ClientSecret $client.ClientSecret -StartUrl https://example.awsapps.com/start -EndpointUrl $url
            """)).Single();

        Assert.NotEmpty(device.Text("DeviceCode"));
    }

    [Fact]
    public async Task The_expiry_is_a_moment_counted_from_the_answer()
    {
        await using var session = await Session.StartAsync();
        var before = DateTimeOffset.UtcNow;

        var device = await session.GivenDeviceAsync();

        var expiry = Assert.IsType<DateTimeOffset>(device.Get("ExpiresAt"));
        Assert.InRange(expiry, before.AddSeconds(600), DateTimeOffset.UtcNow.AddSeconds(600));
    }

    [Theory]
    [InlineData("$client.ClientId | Start-SSOOIDCDeviceAuthorization -ClientSecret s", "StartUrl")]
    [InlineData("$client.ClientId | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start", "ClientSecret")]
    [InlineData("Start-SSOOIDCDeviceAuthorization -ClientSecret s -StartUrl https://example.awsapps.com/start", "ClientId")]
    public async Task A_missing_member_is_asked_for(string script, string parameter)
    {
        await using var session = await Session.StartAsync();
        await session.GivenClientAsync();

        var run = await session.RunAsync(script + " -EndpointUrl $url");

        Assert.Contains(parameter, run.Error().ToString(), StringComparison.Ordinal);
        Assert.Single(session.Journal);
    }
}
