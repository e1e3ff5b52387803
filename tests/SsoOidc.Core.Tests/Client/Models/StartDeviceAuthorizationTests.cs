namespace SsoOidc.Tests.Client.Models;

public sealed class StartDeviceAuthorizationTests
{
    [Fact]
    public async Task The_request_is_three_members()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        await client.StartDeviceAuthorizationAsync(A.DeviceStart, A.Ct);

        Assert.Equal(HttpMethod.Post, network.Only.Method);
        Assert.Equal("https://oidc.eu-west-1.amazonaws.com/device_authorization", network.Only.Address.AbsoluteUri);
        Assert.Equal("""{"clientId":"id","clientSecret":"s","startUrl":"https://d-1.awsapps.com/start"}""", network.Only.Body);
    }

    [Theory]
    [InlineData(null, "s", "u", "StartDeviceAuthorization needs ClientId.")]
    [InlineData("i", null, "u", "StartDeviceAuthorization needs ClientSecret.")]
    [InlineData("i", "s", null, "StartDeviceAuthorization needs StartUrl.")]
    public async Task A_missing_member_is_named_before_anything_is_sent(string? id, string? secret, string? url, string message)
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<ArgumentException>(() => client.StartDeviceAuthorizationAsync(
            new StartDeviceAuthorizationRequest { ClientId = id, ClientSecret = secret, StartUrl = url }, A.Ct));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public async Task Every_member_of_the_answer_is_read()
    {
        using var client = A.Client(new StubHandler(Answer.Ok(
            """
            {"deviceCode":"dc","userCode":"ABCD-EFGH","verificationUri":"https://v","verificationUriComplete":"https://v?user_code=ABCD-EFGH",
             "expiresIn":600,"interval":1}
            """)));

        var answer = await client.StartDeviceAuthorizationAsync(A.DeviceStart, A.Ct);

        Assert.Equal("dc", answer.DeviceCode);
        Assert.Equal("ABCD-EFGH", answer.UserCode);
        Assert.Equal("https://v", answer.VerificationUri);
        Assert.Equal("https://v?user_code=ABCD-EFGH", answer.VerificationUriComplete);
        Assert.Equal(600, answer.ExpiresIn);
        Assert.Equal(1, answer.Interval);
        Assert.Equal(InstantClock.Now.AddSeconds(600), answer.ExpiresAt);
    }

    [Fact]
    public async Task What_is_absent_stays_absent()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("""{"deviceCode":"dc"}""")));

        var answer = await client.StartDeviceAuthorizationAsync(A.DeviceStart, A.Ct);

        Assert.Null(answer.Interval);
        Assert.Null(answer.ExpiresIn);
        Assert.Null(answer.ExpiresAt);
    }
}
