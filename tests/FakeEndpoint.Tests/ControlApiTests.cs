using System.Net;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class ControlApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Takes_faults_as_json()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        var told = await caller.PostAsync("/__fake/faults", """
            {"operation":"CreateToken","times":2,"kind":"status","status":429,
             "headers":{"Retry-After":"1"},"body":"busy","contentType":"text/html"}
            """);
        await caller.RegisterAsync();
        var hit = await caller.PostAsync("/token", "{}");

        Assert.Equal(2, told.Json.GetProperty("faults").GetInt32());
        Assert.Equal(("busy", "1", 429), (hit.Text, hit.Header("Retry-After"), (int)hit.Status));
        Assert.Equal(1, (await caller.GetAsync("/__fake/state")).Json.GetProperty("faults").GetInt32());
    }

    [Theory]
    [InlineData("latency")]
    [InlineData("reset")]
    [InlineData("truncate")]
    [InlineData("status")]
    [InlineData("drip")]
    [InlineData("hugeBody")]
    [InlineData("badContentLength")]
    [InlineData("stall")]
    [InlineData("redirect")]
    [InlineData("gzip")]
    public async Task Knows_every_kind(string kind)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        Assert.Equal(HttpStatusCode.OK, (await caller.PostAsync("/__fake/faults", $$"""{"kind":"{{kind}}"}""")).Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("""{"kind":"nonsense"}""")]
    [InlineData("""{"kind":"3"}""")]
    [InlineData("""{"kind":"reset","tmes":2}""")]
    [InlineData("""{"kind":"reset","times":0}""")]
    [InlineData("""{"kind":"error","error":"NoSuchException"}""")]
    [InlineData("""{"kind":"status","status":"429"}""")]
    public async Task Refuses_faults_it_does_not_understand(string fault)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PostAsync("/__fake/faults", fault)).Status);
        Assert.Equal(0, (await caller.GetAsync("/__fake/state")).Json.GetProperty("faults").GetInt32());
    }

    [Theory]
    [InlineData("approve", HttpStatusCode.OK)]
    [InlineData("deny", HttpStatusCode.BadRequest)]
    public async Task Decides_device_logins(string decision, HttpStatusCode expected)
    {
        await using var server = await FakeServer.StartAsync(new FakeOptions { Approve = ApproveMode.Manual }, Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterAsync();
        var device = await caller.StartDeviceAsync(client);

        var decided = await caller.PostAsync("/__fake/" + decision, new() { ["userCode"] = device.String("userCode") });
        var unknown = await caller.PostAsync("/__fake/" + decision, new() { ["userCode"] = "AAAA-AAAA" });

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (decided.Status, unknown.Status));
        Assert.Equal(expected, (await caller.PollAsync(client, device.String("deviceCode"))).Status);
    }

    [Fact]
    public async Task Counts_and_resets()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        await caller.LogInAsync(await caller.RegisterScopedAsync());
        server.AddFault(new Fault { Kind = FaultKind.Stall, Operation = "Logout" });

        var before = await caller.GetAsync("/__fake/state");
        var after = await caller.PostAsync("/__fake/reset", "");

        Assert.Equal(
            "clients 1, deviceAuthorizations 1, openAuthorizations 0, authorizationCodes 0, accessTokens 1, refreshTokens 1, faults 1, "
            + "requests 3, connections 1",
            Counts(before));
        Assert.Equal(
            "clients 0, deviceAuthorizations 0, openAuthorizations 0, authorizationCodes 0, accessTokens 0, refreshTokens 0, faults 0, "
            + "requests 0, connections 0",
            Counts(after));
        Assert.Empty(server.Journal);

        static string Counts(Answer answer) =>
            string.Join(", ", answer.Json.EnumerateObject().Select(count => $"{count.Name} {count.Value}"));
    }

    [Fact]
    public async Task Unknown_control_addresses_are_not_found()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);

        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/__fake/reset")).Status);
    }
}
