using System.Net;
using SsoOidc.Base;

namespace SsoOidc.Http;

/// <summary>
/// The one way out for every sender: an attempt, what it means, and the wait before the next. Keeps what a client learns from its
/// calls: how much it may still try again, and how far its clock is off.
/// </summary>
internal sealed class RetryLoop(HttpTransport transport, TimeProvider time, RetryMode mode, Func<double> random) : IDisposable
{
    private readonly RetryPolicy _policy = new(mode);
    private readonly RetryQuota _quota = new();
    private readonly SendingRate? _rate = mode == RetryMode.Adaptive ? new(time) : null;
    private long _clockOffsetTicks;

    /// <summary>Sends a call until it is answered, refused for good, or out of attempts.</summary>
    /// <returns>What came of the last attempt.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<Exchange> SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_rate?.Take() is { Ticks: > 0 } turn)
                await Platform.Delay(turn, time, cancellationToken).ConfigureAwait(false);
            call.Attempts++;
            call.ClockOffset = TimeSpan.FromTicks(Volatile.Read(ref _clockOffsetTicks));
            Exchange exchange;
            using (var request = await call.CreateAsync(cancellationToken).ConfigureAwait(false))
                exchange = await Exchange.RunAsync(transport, request, call.Limit, time, call.Name, cancellationToken).ConfigureAwait(false);
            if (exchange.IsSuccess)
            {
                _rate?.Learn(isThrottled: false);
                _quota.Return(call.LastCost > 0 ? call.LastCost : 1);
                return exchange;
            }

            if (WaitAfter(call, exchange) is not { } wait)
                return exchange;
            exchange.Dispose();
            call.TotalDelay += wait;
            await Platform.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => transport.Dispose();

    /// <summary>The wait after an attempt that failed, or null when this one is the call's end.</summary>
    private TimeSpan? WaitAfter(HttpCall call, Exchange exchange)
    {
        var answer = exchange.Response;
        var code = answer is { IsSuccess: false } ? call.CodeOf(answer) : null;
        var failure = exchange.KindOf(code);
        _rate?.Learn(failure == FailureKind.Throttling);
        var skew = call.IsSigned && answer is not null ? ClockSkew.Of(answer, code, time.GetUtcNow() + call.ClockOffset) : null;
        if (skew is { } difference)
            Volatile.Write(ref _clockOffsetTicks, (call.ClockOffset + difference).Ticks);
        // An expired device code or web identity has such a code too, but with 400.
        var isRenewed = answer is { StatusCode: HttpStatusCode.Forbidden } && (code is "ExpiredToken" or "ExpiredTokenException") && !call.HasRenewed && call.Renew();
        call.HasRenewed |= isRenewed;
        call.MayHaveBeenCarriedOut |= exchange.MayHaveBeenCarriedOut;
        if (call.OwnWait(failure) is { } wait)
            return wait;
        if (call.Attempts >= call.MaxAttempts)
            return null;
        if (skew is not null || isRenewed)
            return TimeSpan.Zero;
        if (failure == FailureKind.Final || !call.IsReplaySafe && call.MayHaveBeenCarriedOut)
            return null;
        var cost = _policy.Cost(failure);
        if (!_quota.TryTake(cost))
            return null;
        call.LastCost = cost;
        return _policy.Delay(call.Attempts - 1, failure, answer is null ? null : RetryAfter.Of(answer, time.GetUtcNow()), random());
    }
}
