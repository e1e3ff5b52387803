using System.Net;

namespace SsoOidc.Tests.Client;

/// <summary>The client as its users hold it: the features of the JavaScript client, in C#.</summary>
public sealed class SsoOidcClientTests
{
    [Fact]
    public async Task One_client_sends_all_four_commands_through_one_generic_send()
    {
        var network = new StubHandler(Answer.Ok());
        using var client = A.Client(network, with: o => o with { Credentials = A.Credentials });

        RegisterClientResponse registration = await client.SendAsync(A.Registration, A.Ct);
        StartDeviceAuthorizationResponse device = await client.SendAsync(A.DeviceStart, A.Ct);
        CreateTokenResponse token = await client.SendAsync(A.DeviceToken, A.Ct);
        CreateTokenWithIAMResponse iam = await client.SendAsync(A.IamToken(), A.Ct);

        Assert.All((SsoOidcResponse[])[registration, device, token, iam], answer => Assert.Equal(HttpStatusCode.OK, answer.HttpStatusCode));
        Assert.Equal(["/client/register", "/device_authorization", "/token", "/token"], network.Requests.Select(r => r.Address.AbsolutePath));
    }

    [Fact]
    public async Task Await_and_catch_work_on_typed_errors_with_metadata()
    {
        using var client = A.Client(new StubHandler(Answer.Status(
            400, """{"error":"access_denied","error_description":"No.","reason":"KMS_AccessDeniedException"}""",
            ("x-amzn-ErrorType", "AccessDeniedException"), ("x-amzn-RequestId", "r"), ("x-amz-id-2", "e"), ("x-amz-cf-id", "c"))));

        try
        {
            await client.CreateTokenAsync(A.DeviceToken, A.Ct);
            Assert.Fail("An exception was expected.");
        }
        catch (AccessDeniedException e) when (e.Reason == "KMS_AccessDeniedException")
        {
            Assert.Equal(("r", "e", "c"), (e.Metadata.RequestId, e.Metadata.ExtendedRequestId, e.Metadata.CfId));
            Assert.Equal("r", e.RequestId);
            Assert.Equal(HttpStatusCode.BadRequest, e.StatusCode);
            Assert.Equal("access_denied", e.Error);
            Assert.Equal("No.", e.ErrorDescription);
        }
    }

    [Fact]
    public async Task ContinueWith_chains_on_success()
    {
        using var client = A.Client(new StubHandler(Answer.Ok("""{"accessToken":"at"}""")));

        var length = await client.CreateTokenAsync(A.DeviceToken, A.Ct).ContinueWith(
            call => call.Result.AccessToken!.Length, A.Ct, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

        Assert.Equal(2, length);
    }

    [Fact]
    public async Task ContinueWith_chains_on_failure()
    {
        using var client = A.Client(new StubHandler(Answer.Error("InvalidGrantException")));

        var error = await client.CreateTokenAsync(A.DeviceToken, A.Ct).ContinueWith(
            call => call.Exception!.InnerException, A.Ct, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

        Assert.IsType<InvalidGrantException>(error);
    }

    [Fact]
    public async Task Synchronous_callers_do_not_deadlock_on_a_context_that_runs_one_thing_at_a_time()
    {
        await using var server = new LoopbackServer(exchange => exchange.AnswerAsync("""{"accessToken":"at"}"""));
        using var client = new SsoOidcClient(new SsoOidcClientOptions { EndpointUrl = server.Url });

        var token = await Task.Run(
            () =>
            {
                SynchronizationContext.SetSynchronizationContext(new NeverRunningContext());
                return client.CreateTokenAsync(A.DeviceToken, A.Ct).GetAwaiter().GetResult();
            },
            A.Ct);

        Assert.Equal("at", token.AccessToken);
    }

    [Fact]
    public async Task Calls_at_once_do_not_get_in_each_others_way()
    {
        using var client = A.Client(new ConcurrentStub(sent => Answer.Ok($$"""{"accessToken":"{{sent.Header("amz-sdk-invocation-id")}}"}""")()));

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => client.CreateTokenAsync(A.DeviceToken, A.Ct))));

        Assert.Equal(200, answers.Select(a => a.AccessToken).Distinct().Count());
    }

    [Fact]
    public void A_client_without_options_is_refused() =>
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => new SsoOidcClient(null!)).ParamName);

    [Fact]
    public async Task A_null_request_is_refused()
    {
        using var client = A.Client(new StubHandler(Answer.Ok()));

        Assert.Equal("request", (await Assert.ThrowsAsync<ArgumentNullException>(() => client.RegisterClientAsync(null!, A.Ct))).ParamName);
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.StartDeviceAuthorizationAsync(null!, A.Ct));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.CreateTokenAsync(null!, A.Ct));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.CreateTokenWithIAMAsync(null!, A.Ct));
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.SendAsync<CreateTokenResponse>(null!, A.Ct));
    }

    [Fact]
    public async Task A_disposed_client_says_so_and_has_disposed_its_handler_once()
    {
        var network = new StubHandler(Answer.Ok());
        var client = A.Client(network);

        client.Dispose();
        client.Dispose();

        Assert.Equal(1, network.TimesDisposed);
        var error = await Assert.ThrowsAsync<ObjectDisposedException>(() => client.CreateTokenAsync(A.DeviceToken, A.Ct));
        Assert.Equal(nameof(SsoOidcClient), error.ObjectName);
        Assert.Empty(network.Requests);
    }

    [Fact]
    public void The_endpoint_is_known_before_any_call()
    {
        using var client = new SsoOidcClient(new SsoOidcClientOptions { Region = "cn-north-1", UseDualStack = true });

        Assert.Equal(new Uri("https://oidc.cn-north-1.api.amazonwebservices.com.cn"), client.Endpoint);
        Assert.Equal("cn-north-1", client.Options.Region);
    }

    /// <summary>Runs nothing that is posted to it, so an await that comes back to it waits for ever.</summary>
    private sealed class NeverRunningContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    /// <summary>Keeps no requests, so that it can be called from many threads.</summary>
    private sealed class ConcurrentStub(Func<SentRequest, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            var headers = request.Headers.NonValidated.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            return answer(new SentRequest(request.Method, request.RequestUri!, request.Version, headers, []));
        }
    }
}
