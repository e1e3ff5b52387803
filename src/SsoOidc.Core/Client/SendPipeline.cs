using System.Collections.Concurrent;
using System.Text.Json;
using SsoOidc.Base;
using SsoOidc.Client.Models;
using SsoOidc.Endpoints;
using SsoOidc.Http;
using SsoOidc.Signing;

namespace SsoOidc.Client;

/// <summary>The one way out: composes endpoint, serializer, signer and retry over the transport. They do not know each other.</summary>
internal sealed class SendPipeline : IDisposable
{
    private const string SigningName = "sso-oauth";

    // Less than the 2^31 ms of a timer everywhere.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);
    private static readonly string UserAgent = $"SsoOidc/{typeof(SendPipeline).Assembly.GetName().Version!.ToString(3)}";

    private readonly SsoOidcClientOptions _options;
    private readonly string? _signingRegion;
    private readonly RetryPolicy _retryPolicy;
    private readonly RetryQuota _quota = new();
    private readonly HttpTransport _transport;
    private readonly ConcurrentDictionary<Operation, Uri> _addresses = new();
    private long _clockOffsetTicks;
    private int _disposed;

    public SendPipeline(SsoOidcClientOptions options)
    {
        if (options.MaxAttempts < 1)
            throw new SsoOidcConfigurationException($"MaxAttempts is {options.MaxAttempts}; expected 1 (no retry) or more.");
        if ((options.Timeout <= TimeSpan.Zero || options.Timeout > LongestTimeout) && options.Timeout != Timeout.InfiniteTimeSpan)
            throw new SsoOidcConfigurationException($"Timeout is {options.Timeout}; expected more than zero and at most {LongestTimeout.Days} days, or Timeout.InfiniteTimeSpan for no limit.");
        if (options.TimeProvider is null)
            throw new SsoOidcConfigurationException("TimeProvider is null; leave it out for the system's clock.");
        _options = options;
        Endpoint = EndpointResolver.Resolve(options.Region, options.EndpointUrl, options.UseFips, options.UseDualStack);
        _signingRegion = EndpointResolver.SigningRegion(options.Region);
        _retryPolicy = new RetryPolicy(options.RetryMode);
        _transport = new HttpTransport(options.HttpMessageHandler, options.Proxy, options.CaBundle, options.UsesCallingThread);
    }

    public Uri Endpoint { get; }

    /// <param name="request">What to send.</param>
    /// <param name="maxAttempts">The most requests, the first one included.</param>
    /// <param name="refusal">Takes the error of a call that fails, which is thrown without it.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <returns>The response; null when there is a refusal in its place.</returns>
    public async Task<TResponse?> SendAsync<TResponse>(SsoOidcRequest<TResponse> request, int maxAttempts, Refusal? refusal, CancellationToken cancellationToken)
        where TResponse : SsoOidcResponse
    {
        Validate(request);
        using var body = OidcJson.Serialize(request);
        var call = new Call(AddressOf(request.Operation), body, maxAttempts, _options.TimeProvider.GetTimestamp());
        while (true)
        {
            call.Attempts++;
            TResponse? response;
            SsoOidcException? error;
            TimeSpan? delay;
            using (var attempt = await AttemptAsync(request.Operation, call, cancellationToken).ConfigureAwait(false))
                response = Conclude(request, call, attempt, out error, out delay);
            if (response is not null)
                return response;
            if (delay is { } wait)
            {
                call.TotalDelay += wait;
                await Platform.Delay(wait, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            else if (refusal is not null)
            {
                refusal.Error = error;
                return null;
            }
            else
            {
                throw error!;
            }
        }
    }

    /// <summary>The checks that need no network.</summary>
    public void Validate<TResponse>(SsoOidcRequest<TResponse> request)
        where TResponse : SsoOidcResponse
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));
        if (request.MissingMember is { } member)
            throw new ArgumentException($"{request.Operation.Name} needs {member}.", nameof(request));
        if (Volatile.Read(ref _disposed) != 0)
            throw new ObjectDisposedException(nameof(SsoOidcClient));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            _transport.Dispose();
    }

    private Uri AddressOf(Operation operation) =>
        _addresses.TryGetValue(operation, out var address) ? address : _addresses.GetOrAdd(operation, operation.AddressAt(Endpoint));

    /// <summary>What an attempt means for its call: the response, or the error and, where another attempt is due, the wait before it.</summary>
    private TResponse? Conclude<TResponse>(SsoOidcRequest<TResponse> request, Call call, Attempt attempt, out SsoOidcException? error, out TimeSpan? delay)
        where TResponse : SsoOidcResponse
    {
        var metadata = call.Metadata(attempt.Response);
        TResponse? response = null;
        delay = null;
        if (attempt.Response is { IsSuccess: true, BodyFailure: null } answer)
        {
            response = Read(request, answer, metadata, out error);
            _quota.Return(call.LastCost > 0 ? call.LastCost : 1);
        }
        else
        {
            error = attempt.Error ?? ErrorOf(attempt.Response!, metadata);
            error.Metadata = metadata;
            delay = PlanRetry(request.Operation, call, attempt, error, request.ReplaySafe);
        }

        if (delay is null)
            Report(request.Operation, call, metadata, error);
        return response;
    }

    private TResponse? Read<TResponse>(SsoOidcRequest<TResponse> request, TransportResponse answer, ResponseMetadata metadata, out SsoOidcException? error)
        where TResponse : SsoOidcResponse
    {
        try
        {
            // An empty body stands for an object without members.
            var reader = OidcJson.ReaderFor(answer.Body.IsEmpty ? "{}"u8 : answer.Body);
            if (!reader.ReadObjectStart())
                throw new JsonException("A JSON object was expected.");
            error = null;
            return request.ReadResponse(ref reader, metadata, _options.TimeProvider.GetUtcNow());
        }
        catch (JsonException)
        {
            // Not passed on as the inner exception: its text can quote the body.
            error = new SsoOidcResponseException($"The answer of {request.Operation.Name} is not the JSON that the service sends. Check the endpoint and any proxy on the way.") { Metadata = metadata };
            return null;
        }
    }

    private async Task<Attempt> AttemptAsync(Operation operation, Call call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var message = CreateMessage(call);
        if (operation.IsSigned)
            await SignAsync(message, operation, call, cancellationToken).ConfigureAwait(false);
        var exchange = await Exchange.RunAsync(_transport, message, _options.Timeout, _options.TimeProvider, operation.Name, cancellationToken).ConfigureAwait(false);
        // The head of an answer has the request id; that of a refusal says what the refusal is.
        if (exchange.Response is { } answer && !(exchange.IsTimeOut && answer.IsSuccess))
            return new Attempt { Response = answer };
        if (exchange.IsTimeOut)
            return TimedOut(operation, call, exchange.Failure!, exchange.IsOwnLimit, exchange.Response);
        return new Attempt
        {
            Error = new SsoOidcConnectionException($"No answer from {call.Address.Authority}: {Shown.Clean(exchange.Failure!.GetBaseException().Message)}", exchange.Failure),
            Failure = FailureKind.Transient,
            WasSent = !(exchange.Failure is HttpRequestException failure && ConnectionFailures.IsBeforeSending(failure)),
        };
    }

    private Attempt TimedOut(Operation operation, Call call, Exception error, bool isOwnLimit, TransportResponse? answer = null)
    {
        var what = isOwnLimit ? $"no complete answer within {_options.Timeout.TotalSeconds:0.#} s" : _transport.IsShared ? "no connection" : "the handler had no answer";
        return new Attempt
        {
            Response = answer,
            Error = new SsoOidcTimeoutException($"{operation.Name} timed out: {what} from {call.Address.Authority}.", error),
            Failure = FailureKind.Timeout,
            // The shared handler's one limit is on connecting, before anything was sent. What another handler has done is not known.
            WasSent = isOwnLimit || !_transport.IsShared,
        };
    }

    private static HttpRequestMessage CreateMessage(Call call)
    {
        var message = HttpTransport.JsonRequest(call.Address, call.Body);
        var headers = message.Headers;
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation("amz-sdk-invocation-id", call.InvocationId);
        headers.TryAddWithoutValidation("amz-sdk-request", $"attempt={call.Attempts}; max={call.MaxAttempts}");
        return message;
    }

    private async Task SignAsync(HttpRequestMessage message, Operation operation, Call call, CancellationToken cancellationToken)
    {
        var provider = _options.Credentials ?? throw new SsoOidcConfigurationException($"{operation.Name} is signed and there are no credentials. Set SsoOidcClientOptions.Credentials.");
        var region = _signingRegion ?? throw new SsoOidcConfigurationException($"{operation.Name} is signed for a region and there is none. Set SsoOidcClientOptions.Region.");
        var credentials = await provider.GetCredentialsAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new SsoOidcConfigurationException($"{operation.Name} is signed, and the source of credentials gave none.");
        call.ClockOffset = TimeSpan.FromTicks(Volatile.Read(ref _clockOffsetTicks));
        var signature = SigV4Signer.Sign("POST", call.Address, HttpTransport.JsonType, call.Body.Bytes, credentials, region, SigningName, _options.TimeProvider.GetUtcNow() + call.ClockOffset);
        var headers = message.Headers;
        headers.TryAddWithoutValidation("x-amz-date", signature.AmzDate);
        if (signature.SecurityToken is not null)
            headers.TryAddWithoutValidation("x-amz-security-token", signature.SecurityToken);
        headers.TryAddWithoutValidation("Authorization", signature.Authorization);
    }

    private static SsoOidcException ErrorOf(TransportResponse answer, ResponseMetadata metadata)
    {
        if (answer.IsSuccess)
        {
            return answer.BodyFailure is InvalidDataException
                ? new SsoOidcResponseException(Shown.Clean(answer.BodyFailure.Message), answer.BodyFailure)
                : new SsoOidcConnectionException($"The answer broke off: {Shown.Clean(answer.BodyFailure!.GetBaseException().Message)}", answer.BodyFailure);
        }

        return (int)answer.StatusCode is >= 300 and <= 399
            ? new SsoOidcException($"The service answered {(int)answer.StatusCode}, a redirect. It is not followed, since the request holds secrets: check the endpoint.")
            : ErrorParser.Parse(answer.ErrorType, answer.Body, metadata);
    }

    /// <summary>The wait before the next attempt, or null when this error is the call's.</summary>
    private TimeSpan? PlanRetry(Operation operation, Call call, Attempt attempt, SsoOidcException error, bool replaySafe)
    {
        var isRefusedForTime = false;
        if (operation.IsSigned && attempt.Response is { } refused && ClockSkew.Of(refused, error, _options.TimeProvider.GetUtcNow() + call.ClockOffset) is { } skew)
        {
            Volatile.Write(ref _clockOffsetTicks, (call.ClockOffset + skew).Ticks);
            isRefusedForTime = true;
        }

        if (call.Attempts >= call.MaxAttempts)
            return null;
        if (isRefusedForTime)
            return TimeSpan.Zero;
        var failure = attempt.FailureOf(error);
        if (failure == FailureKind.Final || !replaySafe && attempt.MayHaveBeenCarriedOut)
            return null;
        var cost = _retryPolicy.Cost(failure);
        if (!_quota.TryTake(cost))
            return null;
        call.LastCost = cost;
        var wanted = attempt.Response is { } answer ? RetryAfter.Of(answer, _options.TimeProvider.GetUtcNow()) : null;
        return _retryPolicy.Delay(call.Attempts - 1, failure, wanted, _options.Random());
    }

    private void Report(Operation operation, Call call, ResponseMetadata metadata, SsoOidcException? error) =>
        _options.RequestCompleted?.Invoke(new RequestSummary(
            operation.Name, "POST", call.Address, metadata, _options.TimeProvider.GetElapsedTime(call.Started), error is null ? null : error.Code ?? error.GetType().Name));
}
