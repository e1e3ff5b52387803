using System.Net;
using System.Net.Sockets;
using SsoOidc.Http;

namespace SsoOidc.Tests.Client;

/// <summary>Metadata, time limits, cancellation and the report of a call.</summary>
public sealed class SendPipelineTests
{
    [Fact]
    public async Task Every_header_of_the_metadata_is_on_the_answer()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("{}", ("x-amzn-RequestId", "r"), ("x-amz-id-2", "e"), ("x-amz-cf-id", "c"))));

        var answer = await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        Assert.Equal("r", answer.Metadata.RequestId);
        Assert.Equal("e", answer.Metadata.ExtendedRequestId);
        Assert.Equal("c", answer.Metadata.CfId);
        Assert.Equal(HttpStatusCode.OK, answer.Metadata.HttpStatusCode);
        Assert.Equal(1, answer.Metadata.Attempts);
        Assert.Equal(TimeSpan.Zero, answer.Metadata.TotalRetryDelay);
        Assert.Same(answer.Metadata, answer.ResponseMetadata);
        Assert.Equal(HttpStatusCode.OK, answer.HttpStatusCode);
    }

    [Theory]
    [InlineData("x-amzn-requestid", "x-amzn-request-id", "x-amz-request-id", "1")]
    [InlineData("X-AMZN-REQUESTID", null, null, "1")]
    [InlineData(null, "x-amzn-request-id", "x-amz-request-id", "2")]
    [InlineData(null, null, "x-amz-request-id", "3")]
    [InlineData(null, null, null, null)]
    public async Task The_request_id_is_looked_for_under_three_names_in_order(string? first, string? second, string? third, string? id)
    {
        (string?, string)[] headers = [(third, "3"), (second, "2"), (first, "1")];
        using var client = A.Client(new StubHandler(Answer.Status(400, "", [.. headers.Where(h => h.Item1 is not null).Select(h => (h.Item1!, h.Item2))])));

        var error = await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal(id, error.RequestId);
    }

    [Fact]
    public async Task An_empty_id_is_none_and_the_next_name_counts()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("{}", ("x-amzn-RequestId", ""), ("x-amz-request-id", "3"))));

        Assert.Equal("3", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).Metadata.RequestId);
    }

    [Fact]
    public async Task An_id_is_fit_to_be_shown()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("{}", ("x-amzn-RequestId", "a\u001b[31m" + new string('x', 5000)), ("x-amz-cf-id", "c\u0007"))));

        var metadata = (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).Metadata;

        Assert.Equal("a [31m" + new string('x', 194) + "…", metadata.RequestId);
        Assert.Equal("c ", metadata.CfId);
    }

    [Theory]
    [InlineData(400, "")]
    [InlineData(404, "<html>nginx</html>")]
    [InlineData(401, "{\"error")]
    [InlineData(407, "proxy")]
    public async Task An_error_without_a_readable_body_keeps_status_and_request_id(int status, string body)
    {
        using var client = A.Client(new StubHandler(Answer.Status(status, body, ("x-amzn-RequestId", "r"))));

        var error = await Assert.ThrowsAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Equal("r", error.RequestId);
        Assert.Equal($"The service answered {status} {(HttpStatusCode)status} and gave no description.", error.Message);
        Assert.Null(error.InnerException);
    }

    [Fact]
    public async Task An_error_whose_body_breaks_off_is_what_arrived_of_it()
    {
        using var client = A.Client(new StubHandler(Answer.Streaming(
            400, BrokenStream.EndingIn("{\"error\":\"invalid_grant\",\"error_desc", new IOException("cut")), ("x-amzn-RequestId", "r"))));

        var error = await Assert.ThrowsAsync<InvalidGrantException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal("invalid_grant", error.Message);
        Assert.Equal("r", error.RequestId);
    }

    [Fact]
    public async Task A_body_of_one_mebibyte_is_read()
    {
        using var client = A.Client(new StubHandler(Answer.Ok(BodyOf(HttpTransport.MaxBodySize))));

        Assert.Equal("at", (await client.CreateTokenAsync(A.DeviceToken, A.Ct)).AccessToken);
    }

    [Fact]
    public async Task A_body_of_one_byte_more_is_an_error_of_the_answer_and_final()
    {
        var network = new StubHandler(Answer.Ok(BodyOf(HttpTransport.MaxBodySize + 1), ("x-amzn-RequestId", "r")));
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal("The answer is over 1048576 bytes.", error.Message);
        Assert.Equal(HttpStatusCode.OK, error.StatusCode);
        Assert.Equal("r", error.RequestId);
        Assert.Single(network.Requests);
    }

    [Fact]
    public async Task An_error_whose_body_is_too_large_is_what_was_read_of_it()
    {
        var network = new StubHandler(Answer.Status(400, BodyOf(HttpTransport.MaxBodySize * 2), ("x-amzn-RequestId", "r")));
        using var client = A.Client(network);

        var error = await Assert.ThrowsAsync<SlowDownException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal("slow_down", error.Message);
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Equal("r", error.RequestId);
    }

    [Fact]
    public async Task An_endless_body_is_given_up_at_the_limit()
    {
        var read = 0L;
        var network = new StubHandler(Answer.Streaming(200, new EndlessStream(n => read += n)));
        using var client = A.Client(network);

        await Assert.ThrowsAsync<SsoOidcResponseException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.InRange(read, HttpTransport.MaxBodySize, 4 * HttpTransport.MaxBodySize);
    }

    [Fact]
    public void A_body_that_says_it_is_huge_costs_no_memory_before_it_comes()
    {
        using var client = A.Client(new StubHandler(() =>
        {
            var response = Answer.Ok("""{"accessToken":"at"}""")();
            response.Content.Headers.ContentLength = 1_000_000_000;
            return response;
        }));

        // The stub answers on this thread, so what the call allocates is counted here.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var call = client.CreateTokenAsync(A.DeviceToken, A.Ct);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(call.IsCompletedSuccessfully);
        Assert.InRange(allocated, 1, 4 * HttpTransport.MaxBodySize);
    }

    [Fact]
    public async Task A_failure_of_the_network_has_no_status()
    {
        using var client = A.Client(
            new StubHandler(Answer.Throws(new HttpRequestException(HttpRequestError.ConnectionError, "outer", new SocketException((int)SocketError.ConnectionRefused)))));

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.StartsWith("No answer from oidc.eu-west-1.amazonaws.com: ", error.Message, StringComparison.Ordinal);
        Assert.Null(error.StatusCode);
        Assert.Null(error.RequestId);
        Assert.Equal(3, error.Metadata.Attempts);
        Assert.IsType<HttpRequestException>(error.InnerException);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_keeps_its_status_and_request_id()
    {
        using var client = A.Client(
            new StubHandler(Answer.Streaming(200, BrokenStream.EndingIn("{\"accessToken\":\"secret", new IOException("cut\u001b")), ("x-amzn-RequestId", "r"))),
            with: o => o with { MaxAttempts = 1 });

        var error = await Assert.ThrowsAsync<SsoOidcConnectionException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        Assert.Equal("The answer broke off: cut ", error.Message);
        Assert.Equal(HttpStatusCode.OK, error.StatusCode);
        Assert.Equal("r", error.RequestId);
    }

    [Fact]
    public async Task A_call_is_reported_once_with_what_a_log_needs()
    {
        var reports = new List<RequestSummary>();
        using var client = A.Client(
            new StubHandler(Answer.Status(500), Answer.Ok("""{"accessToken":"secret"}""", ("x-amzn-RequestId", "r"))),
            with: o => o with { RequestCompleted = reports.Add });

        var answer = await client.CreateTokenAsync(A.DeviceToken, A.Ct);

        var report = Assert.Single(reports);
        Assert.Equal("CreateToken", report.Operation);
        Assert.Equal("POST", report.Method);
        Assert.Equal("https://oidc.eu-west-1.amazonaws.com/token", report.Address.AbsoluteUri);
        Assert.Same(answer.Metadata, report.Metadata);
        Assert.Equal(TimeSpan.FromMilliseconds(50), report.Elapsed);
        Assert.Null(report.Error);
        Assert.Equal("POST oidc.eu-west-1.amazonaws.com/token: 200, request id r, 2 attempts, 50 ms", report.ToString());
    }

    [Theory]
    [InlineData("service", "InvalidGrantException", "POST oidc.eu-west-1.amazonaws.com/token: 400 InvalidGrantException, request id r-1, 1 attempt, 0 ms")]
    [InlineData("untyped", "SsoOidcException", "POST oidc.eu-west-1.amazonaws.com/token: 404 SsoOidcException, 1 attempt, 0 ms")]
    [InlineData("network", "SsoOidcConnectionException", "POST oidc.eu-west-1.amazonaws.com/token: no answer SsoOidcConnectionException, 1 attempt, 0 ms")]
    [InlineData("json", "SsoOidcResponseException", "POST oidc.eu-west-1.amazonaws.com/token: 200 SsoOidcResponseException, 1 attempt, 0 ms")]
    public async Task A_failed_call_is_reported_once_with_its_kind(string failure, string kind, string line)
    {
        var reports = new List<RequestSummary>();
        var network = new StubHandler(failure switch
        {
            "service" => Answer.Error("InvalidGrantException:http://x"),
            "untyped" => Answer.Status(404),
            "network" => Answer.Throws(new IOException("m")),
            _ => Answer.Ok("<html>"),
        });
        using var client = A.Client(network, with: o => o with { RequestCompleted = reports.Add, MaxAttempts = 1 });

        var error = await Assert.ThrowsAnyAsync<SsoOidcException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));

        var report = Assert.Single(reports);
        Assert.Equal(kind, report.Error);
        Assert.Same(error.Metadata, report.Metadata);
        Assert.Equal(line, report.ToString());
    }

    [Fact]
    public async Task A_cancelled_call_is_not_reported()
    {
        var reports = new List<RequestSummary>();
        using var client = A.Client(new StubHandler(Answer.Ok()), with: o => o with { RequestCompleted = reports.Add });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.CreateTokenAsync(A.DeviceToken, new CancellationToken(true)));

        Assert.Empty(reports);
    }

    private static string BodyOf(int size)
    {
        const string start = "{\"error\":\"slow_down\",\"accessToken\":\"at\",\"x\":\"";
        return start + new string('x', size - start.Length - 2) + "\"}";
    }

    private sealed class EndlessStream(Action<int> read) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            read(buffer.Length);
            return new(buffer.Length);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
