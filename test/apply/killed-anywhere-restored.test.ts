import { killedAnywhere } from './killed-anywhere';

killedAnywhere('is restored');
