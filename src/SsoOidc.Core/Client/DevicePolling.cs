using SsoOidc.Base;
using SsoOidc.Http;

namespace SsoOidc;

/// <summary>The polling loop of a device login (RFC 8628 section 3.5).</summary>
public static class DevicePolling
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SlowDownStep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    // A timer takes 2^31 ms at most, 24.8 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    /// <summary>
    /// Polls until the person has approved or refused, or the device code has expired. Waits <paramref name="interval"/>
    /// before each poll, 5 s more for good after each <c>slow_down</c>, and twice as long after a time-out. A poll that is lost
    /// or that the service fails is followed by the next one.
    /// </summary>
    /// <param name="client">The client to poll with; its retries are not used, since they would come sooner than the interval.</param>
    /// <param name="request">The request with the device code.</param>
    /// <param name="interval">Seconds between polls; 5 when null, 0 or negative.</param>
    /// <param name="expiresAt">When the device code expires; null to rely on the service's own answer.</param>
    /// <param name="progress">Told how it stands, about once a second.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="ArgumentException">A required member of the request is null.</exception>
    /// <exception cref="ExpiredTokenException">The code has expired, or will before the next poll is allowed.</exception>
    /// <exception cref="SsoOidcException">The person refused, or the service did.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<CreateTokenResponse> PollForTokenAsync(
        this SsoOidcClient client,
        CreateTokenRequest request,
        int? interval,
        DateTimeOffset? expiresAt,
        IProgress<DevicePollStatus>? progress = null,
        CancellationToken cancellationToken = default)
    {
        if (client is null)
            throw new ArgumentNullException(nameof(client));
        client.Validate(request);
        var clock = client.Options.TimeProvider;
        var lifetime = expiresAt is { } end ? end - clock.GetUtcNow() : Timeout.InfiniteTimeSpan;
        var wait = interval is > 0 ? TimeSpan.FromSeconds(interval.Value) : DefaultInterval;
        SsoOidcException? failure = null;
        for (var polls = 0; ; polls++)
        {
            if (expiresAt - clock.GetUtcNow() < wait)
                throw Expired(failure);
            var next = clock.GetUtcNow() + wait;
            for (var rest = wait; rest > TimeSpan.Zero; rest = next - clock.GetUtcNow())
            {
                progress?.Report(new DevicePollStatus(polls, wait, expiresAt is { } deadline ? deadline - clock.GetUtcNow() : lifetime, lifetime, failure));
                var step = progress is null ? LongestTimer : ReportEvery;
                await Platform.Delay(rest < step ? rest : step, clock, cancellationToken).ConfigureAwait(false);
            }

            try
            {
                return await client.SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (SsoOidcException error) when (error is AuthorizationPendingException or SlowDownException || IsPassing(error))
            {
                if (error is SlowDownException)
                    wait += SlowDownStep;
                else if (error is SsoOidcTimeoutException)
                    wait += wait;
                failure = error is AuthorizationPendingException or SlowDownException ? null : error;
            }
        }
    }

    /// <summary>Whether a later poll may do better: nothing arrived, or the service or something before it has trouble or throttles.</summary>
    private static bool IsPassing(SsoOidcException error) =>
        error is SsoOidcConnectionException or SsoOidcTimeoutException
        || error.StatusCode is { } status && RetryPolicy.Classify(status, error.Code) != FailureKind.Final;

    private static ExpiredTokenException Expired(SsoOidcException? failure) =>
        new(failure is null
            ? "The device code expired before the login was approved. Start again for a new code."
            : $"The device code expired before the login was approved; the last poll failed: {failure.Message}", failure);
}
