using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SsoOidc.FakeEndpoint.Tests.Support;

namespace SsoOidc.FakeEndpoint.Tests;

public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_status_is_answered_the_times_asked_for_with_its_headers_and_body()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault
        {
            Kind = FaultKind.Status,
            Operation = "CreateToken",
            Skip = 1,
            Times = 2,
            Status = 429,
            Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
            Body = "<h1>busy</h1>",
            ContentType = "text/html",
        });

        var client = await caller.RegisterAsync();
        var answers = new List<Answer>();
        for (var i = 0; i < 4; i++)
            answers.Add(await caller.PollAsync(client, "unknown"));

        Assert.Equal([400, 429, 429, 400], answers.Select(a => (int)a.Status));
        Assert.Equal("1", answers[1].Header("Retry-After"));
        Assert.Equal(("<h1>busy</h1>", "text/html"), (answers[1].Text, answers[1].Message.Content.Headers.ContentType?.MediaType));
        Assert.Equal([null, null, FaultKind.Status, FaultKind.Status, null], server.Journal.Select(entry => entry.Fault));
    }

    [Fact]
    public async Task A_modelled_error_carries_its_extra_members()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.Error, Error = "InvalidRequestRegion", Endpoint = "e", Region = "r", Reason = "k" });

        var answer = await caller.PostAsync("/token", "{}");

        Caller.AssertError(answer, "InvalidRequestRegionException");
        Assert.Equal("""{"error":"invalid_request","error_description":null,"reason":"k","endpoint":"e","region":"r"}""", answer.Text);
    }

    [Fact]
    public void An_error_that_is_not_modelled_is_refused_when_it_is_told()
    {
        var queue = new Faults.FaultQueue();

        Assert.Throws<ArgumentException>(() => queue.Add(new Fault { Kind = FaultKind.Error, Error = "NoSuchException" }));
        Assert.Throws<ArgumentException>(() => queue.Add(new Fault { Kind = FaultKind.Error }));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue.Add(new Fault { Kind = FaultKind.Reset, Times = 0 }));
        Assert.Equal(0, queue.Count);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_reset_comes_before_or_after_the_operation(bool after, int clients)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.Reset, After = after });

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.RegisterAsync());

        Assert.Null(Assert.Single(server.Journal).Status);
        Assert.Equal(clients, (await caller.GetAsync("/__fake/state")).Json.GetProperty("clients").GetInt32());
    }

    [Fact]
    public async Task A_lost_reply_burns_a_refresh_token()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        var client = await caller.RegisterScopedAsync();
        var refresh = (await caller.LogInAsync(client)).String("refreshToken");
        server.AddFault(new Fault { Kind = FaultKind.Reset, Operation = "CreateToken", After = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => caller.TokenAsync(client, "refresh_token", ("refreshToken", refresh)));

        Caller.AssertError(await caller.TokenAsync(client, "refresh_token", ("refreshToken", refresh)), "InvalidGrantException");
    }

    [Fact]
    public async Task A_truncated_answer_ends_early()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.Truncate });

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => caller.PostAsync("/token", "{}"));

        Assert.Equal(HttpRequestError.ResponseEnded, thrown.HttpRequestError);
        Assert.Equal(400, Assert.Single(server.Journal).Status);
    }

    [Theory]
    [InlineData(null, "{\"error\":")]
    [InlineData("9", "{\"error\":")]
    public async Task A_content_length_that_is_too_short_cuts_the_body(string? length, string start)
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.BadContentLength, ContentLength = length });

        var answer = await caller.PostAsync("/token", "{}");

        Assert.Equal(length is null ? 41 : 9, answer.Text.Length);
        Assert.StartsWith(start, answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await caller.PostAsync("/token", "{}")).Status);
    }

    [Fact]
    public async Task A_content_length_that_is_too_long_leaves_the_client_waiting_for_the_rest()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.BadContentLength, ContentLength = "9999" });

        var thrown = await Assert.ThrowsAsync<HttpRequestException>(() => caller.PostAsync("/token", "{}"));

        Assert.Equal(HttpRequestError.ResponseEnded, thrown.HttpRequestError);
    }

    [Fact]
    public async Task Latency_passes_on_the_clock_of_the_server()
    {
        var time = new FakeTimeProvider();
        await using var server = await FakeServer.StartAsync(new FakeOptions { TimeProvider = time }, Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.Latency, Delay = TimeSpan.FromHours(1) });

        var call = caller.PostAsync("/token", "{}");
        await ArrivalAsync(server);
        Assert.Null(server.Journal[0].Status);
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(call.IsCompleted);
        // The entry is there a moment before the timer is.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!call.IsCompleted && !limit.IsCancellationRequested)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.True(call.IsCompleted);
        Assert.Equal(HttpStatusCode.BadRequest, (await call).Status);
    }

    [Fact]
    public async Task A_drip_sends_the_whole_body_slowly()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.Drip, Delay = TimeSpan.FromMilliseconds(1) });

        Caller.AssertError(await caller.PostAsync("/token", "{}"), "InvalidRequestException", "Missing required member: clientId");
    }

    [Fact]
    public async Task A_huge_body_has_the_size_asked_for_and_is_json()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.HugeBody, Bytes = 300_001 });

        var answer = await caller.PostAsync("/token", "{}");

        Assert.Equal((HttpStatusCode.OK, 300_001), (answer.Status, answer.Text.Length));
        Assert.Equal(300_001 - 13, answer.String("filler").Length);
    }

    [Fact]
    public async Task A_redirect_names_its_target()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        server.AddFault(new Fault { Kind = FaultKind.Redirect, Location = "http://example.com/elsewhere" });
        server.AddFault(new Fault { Kind = FaultKind.Redirect, Status = 302 });

        var first = await caller.PostAsync("/token", "{}");
        var second = await caller.PostAsync("/token", "{}");

        Assert.Equal((HttpStatusCode.TemporaryRedirect, "http://example.com/elsewhere"), (first.Status, first.Header("Location")));
        Assert.Equal((HttpStatusCode.Redirect, "/redirected"), (second.Status, second.Header("Location")));
    }

    [Fact]
    public async Task A_gzip_answer_unpacks_to_the_real_one()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var http = new HttpClient();
        server.AddFault(new Fault { Kind = FaultKind.Gzip });

        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(server.Url, "token"), content, Token);
        await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(Token), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Equal(
            """{"error":"invalid_request","error_description":"Missing required member: clientId"}""", await reader.ReadToEndAsync(Token));
    }

    [Fact]
    public async Task A_stalled_request_never_ends_until_the_client_goes_and_does_not_hold_up_the_server()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var caller = new Caller(server);
        using var http = new HttpClient();
        using var leaving = new CancellationTokenSource();
        server.AddFault(new Fault { Kind = FaultKind.Stall });

        var stalled = http.PostAsync(new Uri(server.Url, "token"), new StringContent("{}"), leaving.Token);
        await ArrivalAsync(server);
        await caller.RegisterAsync();
        Assert.False(stalled.IsCompleted);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stalled);
        Assert.Null(server.Journal[0].Status);
    }

    [Fact]
    public async Task A_server_with_a_stalled_request_stops_at_once()
    {
        var server = await FakeServer.StartAsync(cancellationToken: Token);
        using var http = new HttpClient();
        server.AddFault(new Fault { Kind = FaultKind.Stall });
        var stalled = http.PostAsync(new Uri(server.Url, "token"), new StringContent("{}"), Token);
        await ArrivalAsync(server);

        await server.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(3), Token);

        await Assert.ThrowsAsync<HttpRequestException>(() => stalled);
    }

    private static async Task ArrivalAsync(FakeServer server)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (server.Journal.Count == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
